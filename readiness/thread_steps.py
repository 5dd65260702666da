"""A golden thread in words: its eight steps, what hangs on each, and where it breaks. Pure.

A break is something a reader of the argument would miss. What is merely not due yet is said too,
and is none.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.template.defaultfilters import truncatechars, truncatewords

from config.addresses import address_of
from config.wording import day_in_words
from readiness.action_words import LOOKS
from readiness.models import RecommendationSource, RecommendationState, Status
from readiness.models.recommendations import TO_BE_DONE
from readiness.templatetags.recommendation_parts import COLOURS
from readiness.thread_facts import PAGES, Doing, Facts, GivenScore, Judged, Kind, Told
from readiness.thread_parts import (
    Gap,
    Item,
    Link,
    Mark,
    Step,
    at_statement,
    figure_words,
    is_poor,
    mark_of_score,
    marks_of,
    score_said,
)

CHANGE_PLAN, MANAGE = "readiness.change_plan", "readiness.manage_recommendations"
WORDS_OF_NARRATIVE, LETTERS_OF_RECOMMENDATION = 40, 160


def steps_of(facts: Facts, *, may: Callable[[str], bool], on: date) -> tuple[Step, ...]:
    """``may`` says which permissions the reader has: links to mend things are for those who can."""
    teller = Teller(facts, may=may, on=on)
    return (
        teller.figures(),
        teller.scores(),
        teller.evidence(),
        teller.recommendations(),
        teller.actions(),
        teller.in_use(),
        teller.changes(),
        teller.scored_again(),
    )


class Teller:
    """Tells each step of a thread to one reader."""

    def __init__(self, facts: Facts, *, may: Callable[[str], bool], on: date):
        self.facts, self.may, self.on = facts, may, on
        self.start = facts.start
        self.poor = [summary for summary in facts.figures if is_poor(summary)]

    def link(self, permission: str, words: str, name: str, *args, **query) -> Link | None:
        """To where something can be mended, for those who may."""
        if not self.may(permission):
            return None
        asked = f"?{urlencode(query)}" if query else ""
        return Link(words, address_of(name, *args) + asked)

    def item(self, kind: Kind, pk: int, title: str, key: str | int, **about) -> Item:
        address = address_of(PAGES[kind], key)
        return Item(title, address, is_start=self.start.is_at(kind, pk), **about)

    def told(self, step: Step, words: str = "") -> Step:
        """The step with where the rest of a long list is: with the statements, or where the
        thread begins."""
        step.of = self.facts.counts.get(step.key, len(step.items))
        if not step.rest:
            return step
        if step.key == "evidence" or self.start.kind in (Kind.STATEMENT, Kind.DOCUMENT):
            step.more += [
                Link(f"{words} {one.title}", at_statement(step.key, one.slug))
                for one in self.facts.judged
            ]
        else:
            step.more.append(Link(f"All of them: {self.start.title}", self.start.address))
        return step

    # --- figure, score, evidence ---

    def figures(self) -> Step:
        step = Step("figure", "The figure")
        for summary in self.facts.figures:
            indicator = summary.indicator
            step.items.append(
                self.item(
                    Kind.INDICATOR,
                    indicator.pk,
                    indicator.name,
                    indicator.code,
                    marks=tuple(marks_of(summary)),
                    said=tuple(figure_words(summary)),
                )
            )
        if not step.items:
            step.gaps.append(self.no_figure())
        return self.told(step, "All figures for")

    def no_figure(self) -> Gap:
        if self.start.kind == Kind.ACTION:
            words = "This action names no figure that it should move."
            edit = "Name its indicators"
            return Gap(words, self.link(CHANGE_PLAN, edit, "edit_action", self.start.pk))
        if self.start.kind == Kind.RECOMMENDATION:
            return Gap("None of the actions that answer it names a figure.")
        return Gap("No figure is linked to this quality statement.")

    def scores(self) -> Step:
        step = Step("score", "The quality statement and its score")
        for one in self.facts.judged:
            score = one.first(self.facts.in_use_since)
            step.items.append(self.judged(one, score))
            if one.rules and score is None:
                step.gaps.append(self.not_scored(one))
        if not step.items:
            step.gaps.append(self.no_statement())
        return step

    def judged(self, one: Judged, score: GivenScore | None) -> Item:
        about: dict[str, Any] = {}
        if score and one.rules:
            marks = (mark_of_score(score, one.rules),)
            about = {"marks": marks, "said": tuple(score_said(score))}
        return self.item(Kind.STATEMENT, one.pk, one.title, one.slug, **about)

    def not_scored(self, one: Judged) -> Gap:
        if not self.may("readiness.view_unsigned_scores"):
            return Gap(f"No score of {one.title} has been signed off yet.")
        return Gap(f"{one.title} is not scored yet.", self.to_score(one, "Score it"))

    def to_score(self, one: Judged, words: str) -> Link | None:
        if not one.takes_scores:
            return None
        return self.link("readiness.record_score", words, "score", one.round_id, one.slug)

    def no_statement(self) -> Gap:
        words = f"This {self.start.kind} is linked to no quality statement of the framework in use."
        mends = {
            Kind.ACTION: (CHANGE_PLAN, "Name the statements it serves", "edit_action"),
            Kind.RECOMMENDATION: (MANAGE, "Name the statements it is about", "edit_recommendation"),
            Kind.DOCUMENT: ("readiness.link_evidence", "Link it to a statement", "link_document"),
        }
        mend = mends.get(self.start.kind)
        return Gap(words, self.link(*mend, self.start.pk) if mend else None)

    def evidence(self) -> Step:
        step = Step("evidence", "The evidence that shows it")
        titles = {one.pk: one.title for one in self.facts.judged}
        for shown in self.facts.evidence:
            day = f", {day_in_words(shown.day)}" if shown.day else ""
            step.items.append(
                self.item(
                    Kind.DOCUMENT,
                    shown.document_id,
                    shown.title,
                    shown.document_id,
                    said=(shown.shows,),
                    about=f"{shown.category}, for {titles[shown.statement_id]}{day}",
                )
            )
        for one in self.facts.judged:
            if one.pk not in self.facts.evidenced:
                words = f"Nothing is put forward as evidence for {one.title}."
                add = "evidence.add_document", "Add evidence", "add_evidence"
                step.gaps.append(Gap(words, self.link(*add, statement=one.slug)))
        if self.start.kind == Kind.DOCUMENT and not step.items:
            step.gaps.append(Gap("This document is not in use as evidence."))
        return self.told(step, "All evidence for")

    # --- recommendation, action ---

    def recommendations(self) -> Step:
        step = Step("recommendation", "What others recommended")
        for told in self.facts.told:
            source = RecommendationSource(told.source).label
            state = RecommendationState(told.state)
            step.items.append(
                self.item(
                    Kind.RECOMMENDATION,
                    told.pk,
                    f"R{told.pk}: {truncatechars(told.words, LETTERS_OF_RECOMMENDATION)}",
                    told.pk,
                    marks=(Mark(state.label, COLOURS[state]),),
                    about=f"{source}: {told.source_title}, received "
                    f"{day_in_words(told.received_on)}",
                )
            )
            step.gaps += self.gaps_of_told(told)
        if not step.items:
            step.gaps.append(Gap("No recommendation from outside led to this.", is_break=False))
        return self.told(step, "All recommendations about")

    def gaps_of_told(self, told: Told) -> Iterable[Gap]:
        if told.state == RecommendationState.RECEIVED:
            late = told.answer_by < self.on
            due = f"{'was' if late else 'is'} due on {day_in_words(told.answer_by)}"
            mend = self.link(MANAGE, "Answer it", "answer_recommendation", told.pk)
            yield Gap(f"R{told.pk} has no answer yet; one {due}.", mend, is_break=late)
        elif told.state in TO_BE_DONE and not told.actions:
            add = self.link(CHANGE_PLAN, "Add an action", "add_action", recommendation=told.pk)
            answer = RecommendationState(told.state).label.lower()
            yield Gap(f"R{told.pk} is {answer}, and no action answers it.", add)

    def actions(self) -> Step:
        step = Step("action", "What is being done")
        for action in self.facts.actions:
            said = truncatewords(action.narrative, WORDS_OF_NARRATIVE)
            due = f", due {day_in_words(action.due_on)}" if action.due_on else ", no due date"
            step.items.append(
                self.item(
                    Kind.ACTION,
                    action.pk,
                    action.title,
                    action.pk,
                    marks=tuple(self.marks_of_action(action)),
                    said=(said,) if said else (),
                    about=f"{action.owner}{due}",
                )
            )
        step.gaps += self.unanswered()
        return self.told(step, "All actions for")

    def marks_of_action(self, action: Doing) -> Iterable[Mark]:
        look = LOOKS[action.status]
        yield Mark(action.status.word, look.colour, look.shape)
        if action.due_on and action.due_on < self.on and not action.is_finished:
            yield Mark("Overdue", "red")

    def unanswered(self) -> Iterable[Gap]:
        """Poor figures that no action is meant to move."""
        slugs = {"statement": self.facts.judged[0].slug} if len(self.facts.judged) == 1 else {}
        for summary in self.poor:
            indicator = summary.indicator
            if indicator.pk not in self.facts.answered:
                asked = slugs | {"indicator": indicator.code}
                mend = self.link(CHANGE_PLAN, "Add an action", "add_action", **asked)
                yield Gap(f"No action answers this figure: {indicator.name}.", mend)
        if not self.facts.actions and not self.poor:
            mend = self.link(CHANGE_PLAN, "Add an action", "add_action", **slugs)
            words = "No action is planned, and no figure shown here is poor."
            yield Gap(words, mend, is_break=False)

    # --- in use, what it changed, scored again ---

    def in_use(self) -> Step:
        step = Step("in-use", "In use")
        for action in self.facts.actions:
            if action.implemented_on:
                since = f"In use since {day_in_words(action.implemented_on)}"
                step.items.append(Item(action.title, "", said=(since,)))
            elif action.status != Status.STOPPED:
                step.gaps.append(self.not_in_use(action))
        if not self.facts.actions:
            step.gaps.append(Gap("There is no action to come into use.", is_break=False))
        return step

    def not_in_use(self, action: Doing) -> Gap:
        if action.status != Status.COMPLETED:
            return Gap(f"{action.title}: not in use yet.", is_break=False)
        mend = self.link(CHANGE_PLAN, "Say since when", "edit_action", action.pk)
        return Gap(f"{action.title}: completed, and no day says since when it is in use.", mend)

    def changes(self) -> Step:
        step = Step("change", "What it changed")
        actions = {action.pk: action for action in self.facts.actions}
        for change in self.facts.changes:
            title, address = change.title, ""
            if change.document_id is None:
                address = address_of("indicator", change.code)
            elif change.is_seen:
                address = address_of("document", change.document_id)
            else:
                title = "A document kept by the council"
            of = f"{actions[change.action_id].title}, {day_in_words(change.recorded_on)}"
            step.items.append(Item(title, address, said=(change.shows,), about=of))
        asked = [one for one in self.facts.actions if one.should_show_impact]
        step.gaps += [self.no_change(one) for one in asked if not one.has_impact]
        if not asked and not step.items:
            words = "Nothing is in use yet, so nothing can have changed by it."
            step.gaps.append(Gap(words, is_break=False))
        step.of = self.facts.counts.get("change", 0)
        if step.rest:
            changed = [action for action in self.facts.actions if action.has_impact]
            step.more += [Link(one.title, address_of("action", one.pk)) for one in changed]
        return step

    def no_change(self, action: Doing) -> Gap:
        state = "completed"
        if action.status != Status.COMPLETED and action.implemented_on:
            state = f"in use since {day_in_words(action.implemented_on)}"
        mend = self.link("readiness.update_action", "Say what shows it", "record_impact", action.pk)
        return Gap(f"{action.title}: {state}, no evidence of impact yet.", mend)

    def scored_again(self) -> Step:
        step = Step("again", "Scored again")
        since = self.facts.in_use_since
        for one in self.facts.judged:
            if one.rules is None:
                step.gaps.append(
                    Gap(f"{one.title} is not scored in its framework.", is_break=False)
                )
            elif since is None:
                words = f"{one.title}: no action is in use yet, so the score stands as it was."
                step.gaps.append(Gap(words, is_break=False))
            elif again := one.again(since):
                step.items.append(self.judged(one, again))
                step.gaps += self.unsigned(one, again)
            elif one.scores and one.scores[-1].given_on >= since:
                words = f"The only score of {one.title} was given when an action was in use "
                words += "already, so there is no earlier one to hold it against."
                step.gaps.append(Gap(words, is_break=False))
            elif one.scores:
                words = f"{one.title} was not scored again since {day_in_words(since)}, when the "
                words += "first of the actions came into use."
                step.gaps.append(Gap(words, self.to_score(one, "Score it again")))
        if not self.facts.judged:
            step.gaps.append(Gap("There is no quality statement to score.", is_break=False))
        return step

    def unsigned(self, one: Judged, score: GivenScore) -> Iterable[Gap]:
        if score.signed_on is None:
            may_be = one.takes_signatures and score.round_id == one.round_id
            sign = "readiness.sign_off_score", "Sign it off", "sign_off", score.pk
            words = f"The new score of {one.title} is not signed off yet."
            yield Gap(words, self.link(*sign) if may_be else None)
