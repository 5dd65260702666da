"""What the facts ask of a score, before somebody from CQC does. Pure: facts in, questions out.

One function for each question. A question says what it is about as short lines of fact; an answer
holds for the lines it was given about, so a new line opens the question again, and one that has
gone does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from readiness.coverage_findings import lacking, listed, small
from readiness.rubric import suggestion
from readiness.score_words import counted
from readiness.statement_facts import Facts, Figure, Held

ENOUGH = 2
"""Fewer documents in date than this is thin: nothing backs the one there is."""
PEOPLE = "peoples-experience"
"""The category in which what people say is looked for."""


@dataclass(frozen=True)
class Prompt:
    """A question with its reason. ``lines`` are the figures behind it; ``about`` the facts that
    an answer to it holds for."""

    rule: str
    question: str
    reason: str
    about: frozenset[str]
    address: str
    link: str
    lines: tuple[str, ...] = ()

    def is_covered_by(self, answered: Iterable[str]) -> bool:
        return self.about <= set(answered)


def prompts(facts: Facts) -> tuple[Prompt, ...]:
    """Every question the facts ask, those about the score itself first."""
    return tuple(prompt for ask in RULES.values() if (prompt := ask(facts)))


def prompts_if(facts: Facts, score: int) -> tuple[Prompt, ...]:
    """Those that a score would bring with it and that are not asked of every score."""
    return tuple(
        prompt for rule in OF_THE_SCORE if (prompt := RULES[rule](replace(facts, score=score)))
    )


# --- the score against the figures -----------------------------------------------------------


def high_despite_figures(facts: Facts) -> Prompt | None:
    if not facts.is_high or not facts.poor:
        return None
    share = f"{len(facts.poor)} of its {counted(len(facts.figures), 'indicator')}"
    return Prompt(
        rule="high-despite-figures",
        question=f"Is {facts.score} right while figures say otherwise?",
        reason=f"The score is {facts.score_in_words}, but {share} did not meet the target or "
        f"{'is' if len(facts.poor) == 1 else 'are'} in the lowest 25% of councils.",
        about=facts_of(facts.poor, facts.score_fact),
        address=facts.at("indicators"),
        link="See the indicators",
        lines=tuple(figure.words for figure in facts.poor),
    )


def low_despite_all(facts: Facts) -> Prompt | None:
    judged = [figure for figure in facts.figures if figure.is_judged or figure.rank]
    if not facts.is_low or not judged or facts.poor or facts.late:
        return None
    if not facts.required or any(not one.in_date for one in facts.required):
        return None
    return Prompt(
        rule="low-despite-all",
        question=f"Is {facts.score} too hard on ourselves?",
        reason=f"The score is {facts.score_in_words}, but no indicator missed its target or is "
        "in the lowest 25%, every required kind of evidence is in date, and no action is behind.",
        about=facts_of(judged, facts.score_fact),
        address=facts.at("indicators"),
        link="See the indicators",
        lines=tuple(figure.words for figure in judged),
    )


def unchanged_though_figures_moved(facts: Facts) -> Prompt | None:
    moved = [figure for figure in facts.figures if figure.is_new and figure.moved]
    if facts.before is None or facts.score != facts.before.value or not moved:
        return None
    number = counted(len(moved), "indicator")
    return Prompt(
        rule="unchanged-though-figures-moved",
        question=f"Is it still {facts.score}?",
        reason=f"The score is what it was in “{facts.before.title}”, while {number} "
        f"{'has' if len(moved) == 1 else 'have'} moved with figures recorded since.",
        about=facts_of(moved, facts.score_fact),
        address=facts.at("indicators"),
        link="See the indicators",
        lines=tuple(f"{one.title}: {one.value} in {one.period}. {one.moved}" for one in moved),
    )


def beside_the_characteristics(facts: Facts) -> Prompt | None:
    found = suggestion(facts.marks, facts.rules) if facts.rules else None
    if found is None or facts.score is None or facts.score == found.level.value:
        return None
    return Prompt(
        rule="beside-the-characteristics",
        question=f"Why {facts.score}, when what is ticked speaks for {found.level.value}?",
        reason=found.reason,
        about=facts_in([facts.score_fact, f"Characteristics speak for {found.level.value}"]),
        address=facts.at("score"),
        link="See the score",
    )


def strengths_without_evidence(facts: Facts) -> Prompt | None:
    held = sum(one.in_date for one in facts.evidence)
    if facts.score is None or facts.strengths <= held:
        return None
    return Prompt(
        rule="strengths-without-evidence",
        question="What shows the strengths?",
        reason=f"The score claims {counted(facts.strengths, 'strength')}; "
        f"{counted(held, 'piece')} of evidence in date {'stands' if held == 1 else 'stand'} "
        "behind the whole statement.",
        about=facts_in(
            f"Strength {number} has no document of its own"
            for number in range(held + 1, facts.strengths + 1)
        ),
        address=facts.at("evidence"),
        link="See the evidence",
    )


# --- the evidence ----------------------------------------------------------------------------


def no_peoples_experience(facts: Facts) -> Prompt | None:
    held = next((one for one in facts.required if one.slug == PEOPLE), None)
    if held is None or held.in_date or facts.voices:
        return None
    return Prompt(
        rule="no-peoples-experience",
        question="What do people who draw on care and support say?",
        reason=f"There is {lacking(held)} and no quote or story that may be used.",
        about=facts_in([lacking(held)]),
        address=facts.at("evidence"),
        link="See the evidence",
    )


def evidence_missing(facts: Facts) -> Prompt | None:
    return about_evidence(
        facts,
        [one for one in others(facts) if not one.count],
        rule="evidence-missing",
        question="What shows the rest?",
        reason="No evidence at all under {kinds}, which {is_are} required.",
        fact="nothing",
    )


def evidence_out_of_date(facts: Facts) -> Prompt | None:
    return about_evidence(
        facts,
        [one for one in others(facts) if one.count and not one.in_date],
        rule="evidence-out-of-date",
        question="Is it still true?",
        reason="All evidence under {kinds} is past its review date.",
        fact="out of date",
    )


def evidence_thin(facts: Facts) -> Prompt | None:
    return about_evidence(
        facts,
        [one for one in facts.required if 0 < one.in_date < ENOUGH],
        rule="evidence-thin",
        question="Is one document enough?",
        reason="Only one document in date stands under {kinds}.",
        fact="one document",
    )


def others(facts: Facts) -> list[Held]:
    """The required kinds but what people say, which is asked for by itself."""
    return [one for one in facts.required if one.slug != PEOPLE]


def about_evidence(facts, found: Sequence[Held], *, rule, question, reason, fact) -> Prompt | None:
    if not found:
        return None
    kinds = listed([small(one.category) for one in found])
    return Prompt(
        rule=rule,
        question=question,
        reason=reason.format(kinds=kinds, is_are="is" if len(found) == 1 else "are"),
        about=facts_in(f"{one.category}: {fact}" for one in found),
        address=facts.at("evidence"),
        link="See the evidence",
    )


# --- the actions -----------------------------------------------------------------------------


def actions_behind(facts: Facts) -> Prompt | None:
    if not facts.late:
        return None
    late = counted(len(facts.late), "action")
    return Prompt(
        rule="actions-behind",
        question="Can we say that we are improving?",
        reason=f"{late} of {len(facts.actions)} {'is' if len(facts.late) == 1 else 'are'} behind "
        "or overdue.",
        about=facts_in(f"Action {one.pk}, {one.words}" for one in facts.late),
        address=facts.at("actions"),
        link="See the actions",
        lines=tuple(one.words for one in facts.late),
    )


def improvement_without_proof(facts: Facts) -> Prompt | None:
    unproved = [one for one in facts.actions if one.lacks]
    if not unproved:
        return None
    number = counted(len(unproved), "completed action")
    return Prompt(
        rule="improvement-without-proof",
        question="Did it work?",
        reason=f"{number} {'does' if len(unproved) == 1 else 'do'} not say since when it is in "
        "place, or what difference it made.",
        about=facts_in(f"Action {one.pk}: {listed(one.lacks)}" for one in unproved),
        address=facts.at("actions"),
        link="See the actions",
        lines=tuple(f"{one.title}: {listed(one.lacks)}" for one in unproved),
    )


def facts_of(figures: Iterable[Figure], *more: str) -> frozenset[str]:
    return facts_in([*(figure.fact for figure in figures), *more])


def facts_in(lines: Iterable[str]) -> frozenset[str]:
    """Each on one line, as answers keep them."""
    return frozenset(" ".join(line.split()) for line in lines)


RULES: dict[str, Callable[[Facts], Prompt | None]] = {
    "high-despite-figures": high_despite_figures,
    "low-despite-all": low_despite_all,
    "unchanged-though-figures-moved": unchanged_though_figures_moved,
    "beside-the-characteristics": beside_the_characteristics,
    "strengths-without-evidence": strengths_without_evidence,
    "no-peoples-experience": no_peoples_experience,
    "evidence-missing": evidence_missing,
    "evidence-out-of-date": evidence_out_of_date,
    "evidence-thin": evidence_thin,
    "improvement-without-proof": improvement_without_proof,
    "actions-behind": actions_behind,
}
OF_THE_SCORE = (
    "high-despite-figures",
    "low-despite-all",
    "unchanged-though-figures-moved",
    "beside-the-characteristics",
)
"""What depends on which score is chosen."""
TITLES = {
    "high-despite-figures": "High score, poor figures",
    "low-despite-all": "Low score, good signs",
    "unchanged-though-figures-moved": "Unchanged, though figures moved",
    "beside-the-characteristics": "Not what the characteristics say",
    "strengths-without-evidence": "Strengths without evidence",
    "no-peoples-experience": "No people’s experience",
    "evidence-missing": "Evidence missing",
    "evidence-out-of-date": "Evidence out of date",
    "evidence-thin": "Evidence thin",
    "improvement-without-proof": "Improvement without proof",
    "actions-behind": "Actions behind",
}
"""Short names of the questions, for lists and filters."""
