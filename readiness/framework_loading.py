"""Writing a framework file's content into the database: all of it or, with reasons, nothing."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from indicators.models import Indicator
from readiness.framework_file import CategoryPart, FrameworkFile, StatementPart
from readiness.models import (
    Characteristic,
    EvidenceCategory,
    Framework,
    IndicatorLink,
    Lens,
    Score,
    Statement,
    Theme,
    Topic,
)


@dataclass(frozen=True)
class LoadedFramework:
    framework: Framework
    is_new: bool
    statements: int
    indicators_linked: int
    indicators_not_found: tuple[str, ...]


@transaction.atomic
def load_framework(content: FrameworkFile) -> LoadedFramework:
    """Create or update one framework. Safe to repeat: also links indicators loaded since.

    Raises ValidationError, one message per reason, where the file drops or changes what is in use.
    """
    framework, is_new = Framework.objects.select_for_update().get_or_create(
        slug=content.slug, defaults={"title": content.title}
    )
    refuse_what_is_in_use(framework, content)
    drop_what_the_file_left_out(framework, content)
    framework.title, framework.source = content.title, content.source
    framework.rules, framework.position = content.rules, content.position
    framework.crosswalks = content.crosswalks
    framework.save()
    write_parts(Theme, framework, content.themes)
    write_parts(Lens, framework, content.lenses)
    write_categories(framework, content)
    statements = write_statements(framework, content)
    write_characteristics(statements, content)
    linked, not_found = link_indicators(statements, content)
    return LoadedFramework(framework, is_new, len(statements), linked, not_found)


# --- refusals -------------------------------------------------------------------------------


def refuse_what_is_in_use(framework: Framework, content: FrameworkFile) -> None:
    reasons = [
        *rules_in_use(framework, content),
        *statements_in_use(framework, content),
        *categories_in_use(framework, content),
        *subjects_in_use(framework, content),
        *crosswalks_from_nowhere(content),
    ]
    if reasons:
        raise ValidationError(reasons)


def rules_in_use(framework: Framework, content: FrameworkFile):
    """Rated rounds must read the same tomorrow, so the arithmetic is fixed by the first score."""
    if arithmetic(framework.rules) == arithmetic(content.rules):
        return
    if Score.objects.filter(self_assessment__framework=framework).exists():
        yield (
            f"Scores have been recorded under “{framework.title}”, so its levels, bands and "
            "rounding cannot change. Load the new rules as a framework with its own slug."
        )


def arithmetic(rules: dict | None) -> tuple | None:
    if not rules:
        return None
    return (
        rules["rounding"],
        [level["value"] for level in rules["levels"]],
        [(band["lowest"], band["highest"]) for band in rules["bands"]],
    )


def statements_in_use(framework: Framework, content: FrameworkFile):
    kept = [statement.slug for statement in content.statements]
    for statement in framework.statements.exclude(slug__in=kept):
        uses = {
            "scores": statement.scores.count(),
            "evidence links": statement.evidence_links.count(),
            "actions": statement.actions.count(),
            "decisions on what it needs": statement.evidence_needs.count(),
            "rating characteristics of our own or judged": statement.characteristics.filter(
                Q(added_by__isnull=False) | Q(ticks__isnull=False)
            ).count(),
            "indicators linked by hand": statement.indicator_links.filter(
                linked_by__isnull=False
            ).count(),
        }
        if any(uses.values()):
            words = ", ".join(f"{name}: {count}" for name, count in uses.items() if count)
            yield f"The file leaves out “{statement.title}”, which is in use ({words})."
    old = framework.statements.values_list("slug", flat=True)
    added = set(kept) - set(old)
    if old and added and framework.self_assessments.filter(closed_at__isnull=False).exists():
        yield (
            f"A closed self-assessment uses “{framework.title}”, so statements cannot be added "
            f"to it ({', '.join(sorted(added))}). Load them as a framework with its own slug."
        )


def categories_in_use(framework: Framework, content: FrameworkFile):
    kept = [category.slug for category in content.categories if category.used]
    for category in framework.categories.exclude(slug__in=kept):
        if count := category.evidence_links.count():
            yield (
                f"The file leaves out the evidence category “{category.title}”, "
                f"which is in use (evidence links: {count})."
            )


def subjects_in_use(framework: Framework, content: FrameworkFile):
    """Lenses and topics that documents speak to, or spoke to once."""
    kept = [lens.slug for lens in content.lenses]
    for lens in framework.lenses.exclude(slug__in=kept):
        if count := lens.document_links.count():
            yield (
                f"The file leaves out the lens “{lens.title}”, "
                f"which is in use (documents: {count})."
            )
    for statement in content.statements:
        topics = Topic.objects.filter(
            statement__framework=framework, statement__slug=statement.slug
        )
        for topic in topics.exclude(title__in=statement.topics):
            if count := topic.evidence_links.count():
                yield (
                    f"The file leaves out the topic “{topic.title}” of “{statement.title}”, "
                    f"which is in use (evidence links: {count})."
                )


def crosswalks_from_nowhere(content: FrameworkFile):
    """An older framework need not be loaded yet; where it is, it has to have the statements."""
    for slug, crosswalk in content.crosswalks.items():
        known = set(Statement.objects.filter(framework__slug=slug).values_list("slug", flat=True))
        if known and (wrong := sorted(set(crosswalk) - known)):
            yield f"The crosswalk names what “{slug}” does not have: {', '.join(wrong)}."


# --- writing --------------------------------------------------------------------------------


def drop_what_the_file_left_out(framework: Framework, content: FrameworkFile) -> None:
    """Only what nothing refers to is left by now; a theme goes after its statements."""
    gone = framework.statements.exclude(slug__in=[part.slug for part in content.statements])
    IndicatorLink.objects.filter(statement__in=gone).delete()
    Topic.objects.filter(statement__in=gone).delete()
    Characteristic.objects.filter(statement__in=gone).delete()
    gone.delete()
    used = [part.slug for part in content.categories if part.used]
    framework.categories.exclude(slug__in=used).delete()
    framework.lenses.exclude(slug__in=[part.slug for part in content.lenses]).delete()


def write_parts(model, framework: Framework, parts) -> None:
    for position, part in enumerate(parts, start=1):
        model.objects.update_or_create(
            framework=framework,
            slug=part.slug,
            defaults={"title": part.title, "position": position},
        )


def write_categories(framework: Framework, content: FrameworkFile) -> None:
    """Which are required is the file's to say at first, and the council's from then on."""
    used: list[CategoryPart] = [part for part in content.categories if part.used]
    for position, part in enumerate(used, start=1):
        words = {"title": part.title, "short_title": part.short_title, "position": position}
        EvidenceCategory.objects.update_or_create(
            framework=framework,
            slug=part.slug,
            defaults=words,
            create_defaults=words | {"is_required": part.required},
        )


def write_statements(framework: Framework, content: FrameworkFile) -> list[Statement]:
    themes = {theme.slug: theme for theme in framework.themes.all()}
    statements = []
    for position, part in enumerate(content.statements, start=1):
        statement, _ = Statement.objects.update_or_create(
            framework=framework,
            slug=part.slug,
            defaults={
                "theme": themes[part.theme],
                "title": part.title,
                "aliases": part.aliases,
                "key_line": part.key_line,
                "we_statement": part.we,
                "i_statements": part.i,
                "draft_parts": part.draft,
                "position": position,
            },
        )
        write_topics(statement, part)
        statements.append(statement)
    framework.themes.exclude(slug__in=[part.slug for part in content.themes]).delete()
    return statements


def write_topics(statement: Statement, part: StatementPart) -> None:
    statement.topics.exclude(title__in=part.topics).delete()
    for position, title in enumerate(part.topics, start=1):
        Topic.objects.update_or_create(
            statement=statement, title=title, defaults={"position": position}
        )


def write_characteristics(statements: list[Statement], content: FrameworkFile) -> None:
    """Add what the file says and end what it no longer does. The council's own words stay."""
    for statement in statements:
        said = {(one.level, one.text) for one in content.characteristics
                if one.statement == statement.slug}  # fmt: skip
        live = list(statement.characteristics.live())
        there = {(one.level, one.text) for one in live}
        Characteristic.objects.bulk_create(
            Characteristic(statement=statement, level=one.level, text=one.text)
            for one in content.characteristics
            if one.statement == statement.slug and (one.level, one.text) not in there
        )
        gone = [one.pk for one in live if not one.is_ours and (one.level, one.text) not in said]
        if gone:
            Characteristic.objects.filter(pk__in=gone).update(ended_at=timezone.now())


def link_indicators(
    statements: list[Statement], content: FrameworkFile
) -> tuple[int, tuple[str, ...]]:
    """Link what exists, end the file's own links that it no longer names.

    A link that a person ended stays ended. Returns how many are live, and the codes not found.
    """
    codes = {code for part in content.statements for code in part.indicators}
    indicators = {
        indicator.code.lower(): indicator for indicator in Indicator.objects.filter(code__in=codes)
    }
    for statement, part in zip(statements, content.statements, strict=True):
        link_statement(
            statement,
            [indicators[code.lower()] for code in part.indicators if code.lower() in indicators],
        )
    live = IndicatorLink.objects.live().filter(statement__in=statements).count()
    return live, tuple(sorted(code for code in codes if code.lower() not in indicators))


def link_statement(statement: Statement, indicators: list[Indicator]) -> None:
    links = list(statement.indicator_links.all())
    decided = {
        link.indicator_id for link in links if link.ended_at is None or link.ended_by_id is not None
    }
    IndicatorLink.objects.bulk_create(
        IndicatorLink(indicator=indicator, statement=statement)
        for indicator in indicators
        if indicator.pk not in decided
    )
    statement.indicator_links.filter(linked_by__isnull=True, ended_at__isnull=True).exclude(
        indicator__in=indicators
    ).update(ended_at=timezone.now())
