"""The published scorecards beside the project, as rows of the database."""

import csv
import re
from pathlib import Path

from indicators import periods
from indicators.models import Period
from tests.factories import (
    DataPackFactory,
    IndicatorFactory,
    OutturnFactory,
    TargetFactory,
)

DATA = Path(__file__).resolve().parents[1] / "data"
HEADER = re.compile(r"\d{4}-\d\d Q[1-4]")


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str | None) -> float | None:
    return float(text.rstrip("%").replace(",", "")) if text else None


def period_row(text: str) -> Period:
    return Period.objects.get_or_create(**periods.parse(text)._asdict())[0]


def load_dudley(council) -> None:
    """Figures, targets, numerators and what is reported in arrears, with the cells they are in; an
    empty cell is a figure not available, as it is to the reader of files."""
    pack = DataPackFactory(title="Corporate scorecard", original_name="dudley-2023-24-q2.csv")
    for line, row in enumerate(rows_of("dudley-2023-24-q2.csv"), 2):
        indicator = IndicatorFactory(
            code=row["code"],
            title=row["indicator"],
            unit=row["unit"],
            decimals=1 if row["unit"] == "percent" else 0,
            polarity=row["polarity"],
            frequency="quarterly",
            heading=row["priority"],
            reporting_lag=row["reporting_lag_quarters"],
            position=line,
        )
        given = [(place, name) for place, name in enumerate(row) if HEADER.fullmatch(name)]
        latest = [name for _, name in given if row[name]][-1]
        for place, name in given:
            counts = row if name == latest else {}
            OutturnFactory(
                indicator=indicator,
                area=council,
                period=period_row(name),
                value=number(row[name]),
                state="ok" if row[name] else "missing",
                numerator=number(counts.get("numerator")),
                denominator=number(counts.get("denominator")),
                data_pack=pack,
                sheet="dudley-2023-24-q2",
                cell=f"{chr(ord('A') + place)}{line}",
            )
        if row["target"]:
            TargetFactory(
                indicator=indicator,
                council=council,
                period=period_row("2023-24 Q2"),
                value=number(row["target"]),
            )
