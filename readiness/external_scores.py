"""Entering the scores that a peer review or CQC gave us, and correcting what was entered."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from config.second_editor import MOVED_ON
from config.wording import day_in_words, moment_in_words, name_of
from readiness.models import ExternalScore, Giver, Statement
from readiness.overall_rating import ScoringRules

FIELDS = ("giver", "value", "given_on", "source", "paragraph", "reason")


@transaction.atomic
def enter_score(statement: Statement, *, by, on: date, **fields) -> ExternalScore:
    """``fields`` are those of ``FIELDS``. Raises ValidationError."""
    Statement.objects.select_for_update().get(pk=statement.pk)
    refuse_unless_may_enter(by)
    fields = tidy(fields)
    refuse_bad_fields(statement, fields, on)
    refuse_known(statement, fields)
    return saved(ExternalScore(statement=statement, entered_by=by, **fields))


@transaction.atomic
def correct_score(
    score: ExternalScore, *, why_corrected: str, by, on: date, **fields
) -> ExternalScore:
    """A row in place of the one that was wrong, which stays readable under it."""
    score = held(score, by, why_corrected)
    fields = tidy(fields)
    refuse_bad_fields(score.statement, fields, on)
    if all(fields[name] == getattr(score, name) for name in FIELDS):
        raise ValidationError("Nothing is different yet. Change what was wrong.")
    return replaced(score, why_corrected, by, fields)


@transaction.atomic
def take_back_score(score: ExternalScore, *, why_corrected: str, by) -> ExternalScore:
    """The entry should not have been made: it is shown no more, and stays in the history."""
    score = held(score, by, why_corrected)
    return replaced(
        score, why_corrected, by, {name: getattr(score, name) for name in FIELDS} | {"value": None}
    )


def replaced(score: ExternalScore, why: str, by, fields: dict) -> ExternalScore:
    about = {"statement": score.statement, "corrects": score, "entered_by": by}
    return saved(ExternalScore(**about, why_corrected=why.strip(), **fields))


def saved(score: ExternalScore) -> ExternalScore:
    score.full_clean()
    score.save()
    return score


def held(score: ExternalScore, by, why: str) -> ExternalScore:
    """The row, locked, if it is still the one in force."""
    refuse_unless_may_enter(by)
    score = ExternalScore.objects.select_for_update().get(pk=score.pk)
    later = ExternalScore.objects.filter(corrects=score).select_related("entered_by").first()
    if later or score.value is None:
        last = later or score
        raise ValidationError(
            f"{name_of(last.entered_by)} corrected this on {moment_in_words(last.entered_at)}: "
            f"“{last.why_corrected}” Nothing of yours is saved.",
            code=MOVED_ON,
        )
    if not why.strip():
        raise ValidationError({"why_corrected": "Say what was wrong."})
    return score


def tidy(fields: dict) -> dict:
    texts = {name: fields.get(name, "").strip() for name in ("source", "paragraph", "reason")}
    return {name: fields.get(name) for name in FIELDS} | texts


def refuse_unless_may_enter(by) -> None:
    if not by.has_perm("readiness.enter_outside_scores"):
        raise ValidationError("Only a director or an administrator enters scores from a report.")


def refuse_bad_fields(statement: Statement, fields: dict, on: date) -> None:
    rules = ScoringRules.from_json(statement.framework.rules)
    if rules is None:
        raise ValidationError(f"Statements of {statement.framework} are not scored.")
    problems = {}
    if rules.level(fields["value"]) is None:
        problems["value"] = f"Choose a score from {rules.lowest} to {rules.highest}."
    if fields["giver"] not in Giver.values:
        problems["giver"] = "Choose who gave the score."
    if fields["given_on"] is None or fields["given_on"] > on:
        problems["given_on"] = "Give the day of the report; it cannot be a day to come."
    if not fields["source"]:
        problems["source"] = "Name the report, so that others can find it."
    if problems:
        raise ValidationError(problems)


def refuse_known(statement: Statement, fields: dict) -> None:
    same = {name: fields[name] for name in ("giver", "given_on", "source")}
    known = ExternalScore.objects.in_force().filter(statement=statement, **same).first()
    if known:
        raise ValidationError(
            f"“{statement}” has the score {known.value} from this report of "
            f"{day_in_words(known.given_on)} already. Correct that one if it is wrong."
        )
