"""What the figures themselves say of a measure that its rows do not. Pure."""

from collections import Counter, defaultdict
from itertools import islice, pairwise

from indicators.layouts.figure_blocks import decimals_of
from indicators.layouts.reading import Figure, Reading

MOST_DECIMALS = 2
SAMPLE = 20_000
FREQUENCY_OF = {
    "month": "monthly",
    "quarter": "quarterly",
    "financial_year": "annual",
    "calendar_year": "annual",
    "rolling_years": "annual",
}
DAYS_IN_A_QUARTER, DAYS_IN_A_YEAR = 100, 300


def settle_measures(reading: Reading) -> None:
    """Unit, decimals and frequency, where nothing said them; builds nothing on one odd figure."""
    figures: dict[str, list[Figure]] = defaultdict(list)
    for figure in islice(reading.figures, SAMPLE):
        figures[figure.measure].append(figure)
    for code, measure in reading.measures.items():
        some = figures.get(code, [])
        unit = measure.unit or "number"
        reading.measures[code] = measure._replace(
            unit=unit,
            decimals=usual_decimals(some, unit),
            frequency=measure.frequency or usual_frequency(some),
            build_up=measure.build_up or usual_build_up(some),
        )


def usual_decimals(figures: list[Figure], unit: str) -> int:
    """As published; long tails are a spreadsheet's own."""
    places = [decimals_of(one.value) for one in figures if one.value is not None]
    if not places:
        return 0 if unit in ("number", "days") else 1
    published = [number for number in places if number <= MOST_DECIMALS + 1]
    return min(max(published, default=1), MOST_DECIMALS + 1) if published else 1


def usual_frequency(figures: list[Figure]) -> str:
    """By the commonest kind of its periods; several kinds at once are the shortest."""
    kinds = Counter(figure.period.kind for figure in figures)
    for kind in ("month", "quarter", "financial_year", "calendar_year", "rolling_years"):
        if kinds[kind]:
            return FREQUENCY_OF[kind]
    ends = sorted({figure.period.ends_on for figure in figures})
    if len(ends) < 2:  # noqa: PLR2004 (two make a step)
        return ""
    days = min((later - earlier).days for earlier, later in pairwise(ends))
    if days >= DAYS_IN_A_YEAR:
        return "annual"
    return "quarterly" if days > DAYS_IN_A_QUARTER // 3 else "monthly"


def usual_build_up(figures: list[Figure]) -> str:
    kinds = {figure.period.kind for figure in figures}
    if kinds == {"snapshot"}:
        return "snapshot"
    return "rolling" if kinds == {"rolling_year"} else ""
