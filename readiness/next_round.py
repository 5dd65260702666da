"""Starting a round from an earlier one: its reasons come along as drafts, its scores do not.

Within a framework each statement's texts come to the statement itself; its evidence is there
already. Under another framework the file's crosswalk says where texts and evidence go.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from readiness.models import (
    CarriedLink,
    CarriedText,
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
    if start_from.framework_id != framework.pk:
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


def needs_review(self_assessment: SelfAssessment) -> set[int]:
    """The ids of statements to which something was carried and that have no score of this round
    yet, in one query."""
    scored = Score.objects.filter(self_assessment=self_assessment).order_by().values("statement")
    texts = CarriedText.objects.filter(self_assessment=self_assessment).order_by()
    links = CarriedLink.objects.filter(self_assessment=self_assessment).order_by()
    left = texts.exclude(statement__in=scored).values_list("statement_id", flat=True)
    moved = links.exclude(link__statement__in=scored).values_list("link__statement_id", flat=True)
    return set(left.union(moved))
