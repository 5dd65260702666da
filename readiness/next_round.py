"""Starting a round from an earlier one: its reasons come along as drafts, its scores do not.

Within a framework each statement's texts and ticks come to the statement itself; its evidence is
there already. Under another framework the file's crosswalk says where texts and evidence go.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from readiness.models import (
    CarriedLink,
    CarriedText,
    CharacteristicTick,
    EvidenceLink,
    Framework,
    Score,
    SelfAssessment,
)
from readiness.score_reads import newest_in
from readiness.score_words import listed
from readiness.self_assessments import open_self_assessment

Crosswalk = Mapping[str, list[str]]
"""Slug of an earlier statement -> slugs of the statements it goes to; none: no equivalent."""


@transaction.atomic
def open_next_round(
    *, framework: Framework, title: str, starts_on, by, due_on=None, start_from=None
) -> SelfAssessment:
    """Open a round; with ``start_from``, carry that round's texts forward to be reviewed."""
    crosswalk = crosswalk_between(start_from, framework) if start_from else None
    opened = open_self_assessment(
        framework=framework, title=title, starts_on=starts_on, due_on=due_on, by=by
    )
    if start_from is None or crosswalk is None:
        return opened
    carry_texts(start_from, opened, crosswalk, by=by)
    if start_from.framework_id == framework.pk:
        carry_ticks(start_from, opened)
    else:
        carry_links(start_from, opened, crosswalk, by=by)
    return opened


def crosswalk_between(earlier: SelfAssessment, framework: Framework) -> Crosswalk:
    """Raises ValidationError where the framework's file does not say where each statement goes."""
    slugs = list(earlier.framework.statements.values_list("slug", flat=True))
    if earlier.framework_id == framework.pk:
        return {slug: [slug] for slug in slugs}
    crosswalk = framework.crosswalks.get(earlier.framework.slug, {})
    if missing := sorted(set(slugs) - set(crosswalk)):
        raise ValidationError(
            {
                "start_from": f"“{earlier}” was made under {earlier.framework}, and the file of "
                f"{framework} does not say where these go: {listed(missing)}. Add them to its "
                "crosswalk (an empty “new” where there is no equivalent), or start afresh."
            }
        )
    return crosswalk


def carry_texts(earlier: SelfAssessment, opened: SelfAssessment, crosswalk, *, by) -> None:
    """A draft for each statement it goes to, from the latest score of each that was scored."""
    ids = dict(opened.framework.statements.values_list("slug", "pk"))
    scores = Score.objects.filter(self_assessment=earlier).select_related("statement")
    CarriedText.objects.bulk_create(
        CarriedText(self_assessment=opened, statement_id=ids[slug], score=score, carried_by=by)
        for score in scores.filter(pk__in=newest_in(scores)).order_by("statement__position")
        for slug in crosswalk[score.statement.slug]
    )


def carry_links(earlier: SelfAssessment, opened: SelfAssessment, crosswalk, *, by) -> None:
    """Evidence goes where its statement goes, in the category of the same slug. What was sent back
    stays behind, and what the new framework has no category for."""
    statements = dict(opened.framework.statements.values_list("slug", "pk"))
    categories = dict(opened.framework.categories.values_list("slug", "pk"))
    there = EvidenceLink.objects.live().filter(statement__framework=opened.framework)
    taken = set(there.values_list("document", "statement", "category"))
    links = EvidenceLink.objects.live().not_sent_back().select_related("statement", "category")
    for old in links.filter(statement__framework=earlier.framework).order_by("pk"):
        for slug in crosswalk[old.statement.slug]:
            key = (old.document_id, statements[slug], categories.get(old.category.slug))
            if key[2] is None or key in taken:
                continue
            taken.add(key)
            carry_link(old, opened, statement_id=key[1], category_id=key[2], by=by)


def carry_link(old: EvidenceLink, opened: SelfAssessment, *, statement_id, category_id, by) -> None:
    link = EvidenceLink.objects.create(
        document_id=old.document_id,
        statement_id=statement_id,
        category_id=category_id,
        shows=old.shows,
        location=old.location,
        linked_by=by,
    )
    CarriedLink.objects.create(self_assessment=opened, link=link, came_from=old)


def carry_ticks(earlier: SelfAssessment, opened: SelfAssessment) -> None:
    """What was found of each characteristic last, by whom and when, with its evidence."""
    ticks = CharacteristicTick.objects.filter(self_assessment=earlier)
    newest = ticks.order_by().values("characteristic").annotate(newest=Max("pk")).values("newest")
    in_force = ticks.filter(pk__in=newest, characteristic__ended_at__isnull=True)
    for tick in in_force.prefetch_related("links").order_by("pk"):
        carried = CharacteristicTick.objects.create(
            characteristic_id=tick.characteristic_id,
            self_assessment=opened,
            is_met=tick.is_met,
            note=tick.note,
            carried_from=tick,
            ticked_by_id=tick.ticked_by_id,
            ticked_at=tick.ticked_at,
        )
        carried.links.set(tick.links.all())
