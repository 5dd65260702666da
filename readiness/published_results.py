"""Loading a file of councils' published scores: checked, looked at, then used or discarded."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.list_files import KINDS, ROW
from readiness.models import Framework, PublishedResults
from readiness.overall_rating import ScoringRules
from readiness.published_file import PublishedFile, StatementNames, read

State = PublishedResults.State
MOST_BYTES = 2_000_000
PROBLEMS_SHOWN = 20


@transaction.atomic
def receive(
    content: bytes, name: str, *, framework: Framework, source: str, as_of, by
) -> PublishedResults:
    """Read a file and keep what it says for a decision. Raises ValidationError with why not."""
    refuse_unless_may_load(by)
    file = read_file(content, name, framework)
    if file.problems:
        more = len(file.problems) - PROBLEMS_SHOWN
        rest = [f"And {more} more like these."] if more > 0 else []
        raise ValidationError({"file": [*file.problems[:PROBLEMS_SHOWN], *rest]})
    if not source.strip():
        raise ValidationError({"source": "Say where these results are from."})
    return PublishedResults.objects.create(
        framework=framework,
        file_name=PurePath(name).name[:200],
        source=source.strip(),
        as_of=as_of,
        rows=file.rows_as_json(),
        notes=file.notes,
        loaded_by=by,
    )


def read_file(content: bytes, name: str, framework: Framework) -> PublishedFile:
    rules = ScoringRules.from_json(framework.rules)
    if rules is None:
        raise ValidationError(f"Statements of {framework} are not scored.")
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise ValidationError({"file": "Choose a CSV or Excel (.xlsx) file."})
    if len(content) > MOST_BYTES:
        raise ValidationError({"file": "The file is larger than 2 MB: is it the right one?"})
    try:
        dataset = KINDS[kind]().create_dataset(content)
    except ValueError as error:
        raise ValidationError({"file": str(error)}) from error
    return read(
        [header for header in dataset.headers if header != ROW],
        dataset.dict,
        statements=names_of(framework),
        rules=rules,
        row_number=ROW,
    )


def names_of(framework: Framework) -> list[StatementNames]:
    return [
        StatementNames(one.slug, one.title, (one.slug, one.title, *one.aliases))
        for one in framework.statements.order_by("position")
    ]


def use(results: PublishedResults, *, by) -> PublishedResults:
    return decide(results, State.IN_USE, by=by)


def discard(results: PublishedResults, *, by) -> PublishedResults:
    return decide(results, State.DISCARDED, by=by)


@transaction.atomic
def decide(results: PublishedResults, state: str, *, by) -> PublishedResults:
    refuse_unless_may_load(by)
    results = PublishedResults.objects.select_for_update().get(pk=results.pk)
    if not results.is_waiting:
        raise ValidationError(f"It has been decided already: {results.get_state_display()}.")
    results.state, results.decided_by, results.decided_at = state, by, timezone.now()
    results.save(update_fields=["state", "decided_by", "decided_at"])
    return results


def refuse_unless_may_load(by) -> None:
    if not by.has_perm("readiness.load_published_results"):
        raise ValidationError("Your role cannot load published results. Ask an analyst.")
