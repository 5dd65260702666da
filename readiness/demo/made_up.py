"""Months and quarters made up for the demonstration, each marked so in its title and source."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from indicators import periods
from indicators.figures import rounded
from indicators.models import Area, Indicator, Outturn, Period
from indicators.targets import seen, set_target
from readiness.models import IndicatorLink, Statement

CONTENT = Path(__file__).resolve().parent / "made_up.toml"
FIRST_POSITION = 1500  # after the council's own
FIELDS = (
    *("title", "short_title", "definition", "unit", "decimals", "polarity", "frequency"),
    *("build_up", "reporting_lag", "has_limits"),
)
SPEAKS_TO = {
    "DEMO-WAIT": "assessing-needs",
    "DEMO-ADM": "supporting-people-to-live-healthier-lives",
    "DEMO-MSP": "safeguarding",
    "DEMO-COMP1": "governance-management-and-sustainability",
    "DEMO-COMP2": "governance-management-and-sustainability",
    "DEMO-COMP3": "governance-management-and-sustainability",
    "DEMO-COMP4": "governance-management-and-sustainability",
}


@transaction.atomic
def load_made_up(*, by) -> None:
    """Safe to repeat: an indicator that is there already is left as it is."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    held = set(Indicator.objects.values_list("code", flat=True))
    for place, entry in enumerate(content["indicator"]):
        if entry["code"] not in held:
            indicator = add_indicator(entry, content, FIRST_POSITION + place)
            add_figures(indicator, entry, by=by)
            add_targets(indicator, entry, by=by)
            add_link(indicator, by=by)


def add_indicator(entry: dict, content: dict, position: int) -> Indicator:
    baseline = period_of(entry["baseline"]) if "baseline" in entry else None
    return Indicator.objects.create(
        code=entry["code"],
        what_good_looks_like=entry["good"],
        source=content["source"],
        group=content["group"],
        position=position,
        baseline=baseline,
        **{name: entry[name] for name in FIELDS if name in entry},
    )


def add_figures(indicator: Indicator, entry: dict, *, by) -> None:
    council = Area.objects.home()
    for spec, figures in zip(following(entry["first"]), figures_of(entry), strict=False):
        Outturn.objects.create(
            indicator=indicator,
            area=council,
            period=Period.objects.get_or_create(**spec._asdict())[0],
            recorded_by=by,
            is_current=True,
            **figures,
        )


def figures_of(entry: dict) -> list[dict]:
    if "values" in entry:
        return [{"value": value} for value in entry["values"]]
    counts = zip(entry["numerators"], entry["denominators"], strict=True)
    return [
        {"numerator": n, "denominator": of, "value": float(rounded(100 * n / of, 1))}
        for n, of in counts
    ]


def following(first: str) -> Iterator[periods.PeriodSpec]:
    """The month or quarter named, and those after it."""
    spec = periods.parse(first)
    while True:
        yield spec
        after = date(spec.ends_on.year + spec.ends_on.month // 12, spec.ends_on.month % 12 + 1, 1)
        if spec.kind == Period.Kind.MONTH:
            spec = periods.month(after.year, after.month)
        else:
            number = (after.month - periods.APRIL) % 12 // 3 + 1
            year = after.year if after.month >= periods.APRIL else after.year - 1
            spec = periods.quarter(number, year)


def add_targets(indicator: Indicator, entry: dict, *, by) -> None:
    floors = entry.get("floors", {})
    for period, value in entry.get("targets", {}).items():
        set_target(
            indicator=indicator,
            period=period,
            value=value,
            floor=floors.get(period),
            reason="Made up for the demonstration.",
            by=by,
            seen_target=seen(indicator),
        )


def add_link(indicator: Indicator, *, by) -> None:
    for statement in Statement.objects.filter(slug=SPEAKS_TO[indicator.code]):
        IndicatorLink.objects.create(indicator=indicator, statement=statement, linked_by=by)


def period_of(text: str) -> Period:
    return Period.objects.get_or_create(**periods.parse(text)._asdict())[0]
