"""How long a whole scorecard takes beside the single SQL statement that ranks it.

    python -m benchmarks.scorecard [--runs N]
    python -m benchmarks.own_postgresql benchmarks.scorecard

500 indicators of 150 councils, England and nine regions over 10 quarters, on a fresh SQLite file
or, with DATABASE_URL, on that database, which must be empty. The scorecard is everything: choosing
the council and group, history, targets, rating, trends, ranking, JSON. Two floors are shown: the
statement that ranks every council in every quarter, and the one that ranks only the quarter asked
for, which is the shorter and counts. At most 12 queries, and at most 5 times that statement.
"""

import argparse
import itertools
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
FOLDER = tempfile.mkdtemp(prefix="scorecard-benchmark-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/benchmark.sqlite3")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import periods, scorecard, scorecard_json
from indicators.compared import compared
from indicators.models import Area, Indicator, Outturn, Period, Target

INDICATORS, COUNCILS, QUARTERS = 500, 150, 10
QUERIES, TIMES = 12, 5
ASKED = periods.quarter(2, 2023)

RANK = """
SELECT * FROM (
    SELECT o.indicator_id, o.period_id, o.area_id, o.value,
           RANK() OVER (PARTITION BY o.indicator_id, o.period_id ORDER BY o.value DESC) AS place,
           COUNT(o.value) OVER (PARTITION BY o.indicator_id, o.period_id) AS n,
           AVG(o.value) OVER (PARTITION BY o.indicator_id, o.period_id) AS mean
    FROM indicators_outturn o
    JOIN indicators_area a ON a.id = o.area_id AND a.kind = 'council'
    WHERE o.is_current AND o.value IS NOT NULL {only}
) AS ranked WHERE area_id = %s
"""


def build() -> None:
    """The same figures every time; one in fifty is missing."""
    chance = random.Random(153)
    areas = add_areas()
    indicators = Indicator.objects.bulk_create(
        Indicator(
            code=f"B{n}",
            title=f"Proportion of people, measure {n}",
            unit=Indicator.Unit.PERCENT,
            polarity=("higher", "lower", "none")[n % 3],
            frequency=Indicator.Frequency.QUARTERLY,
            position=n,
        )
        for n in range(INDICATORS)
    )
    quarters = Period.objects.bulk_create(Period(**spec._asdict()) for spec in quarters_to(ASKED))
    home = next(area for area in areas if area.code == settings.COUNCIL_CODE)
    Target.objects.bulk_create(
        Target(indicator=each, council=home, period=quarters[-1], value=55) for each in indicators
    )
    rows = itertools.product(indicators, quarters, areas)
    while batch := list(itertools.islice(rows, 5000)):
        Outturn.objects.bulk_create(figure(*row, chance) for row in batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def quarters_to(last: periods.PeriodSpec) -> list[periods.PeriodSpec]:
    found = [periods.quarter(q, year) for year in range(2020, 2024) for q in (1, 2, 3, 4)]
    return [one for one in found if one.ends_on <= last.ends_on][-QUARTERS:]


def add_areas() -> list[Area]:
    england = Area(code="E92000001", name="England", kind=Area.Kind.ENGLAND)
    above = Area.objects.bulk_create(
        [england]
        + [Area(code=f"E1200000{n}", name=f"Region {n}", kind="region") for n in range(1, 10)]
    )
    regions = above[1:]
    codes = [settings.COUNCIL_CODE, *(f"E06{n:06d}" for n in range(900_001, 900_000 + COUNCILS))]
    return above + Area.objects.bulk_create(
        Area(code=code, name=f"Council {n}", kind="council", region=regions[n % len(regions)])
        for n, code in enumerate(codes)
    )


def figure(indicator: Indicator, quarter: Period, area: Area, chance: random.Random) -> Outturn:
    is_missing = chance.random() < 0.02
    return Outturn(
        indicator=indicator,
        period=quarter,
        area=area,
        state="missing" if is_missing else "ok",
        value=None if is_missing else round(chance.uniform(20, 90), 1),
        numerator=500,
        denominator=1000,
        is_current=True,
    )


def whole() -> int:
    """Everything that the command does; how many rows it has."""
    return len(scorecard_json.as_json(scorecard.build(ASKED, compared()))["rows"])


def ranked(*, only_asked: bool) -> int:
    home = Area.objects.home().pk
    asked = Period.objects.get(**ASKED._asdict()).pk
    only = f"AND o.period_id = {asked}" if only_asked else ""
    with connection.cursor() as cursor:
        cursor.execute(RANK.format(only=only), [home])
        return len(cursor.fetchall())


def milliseconds(task, runs: int, clock) -> float:
    taken = []
    for _ in range(runs + 1):
        begun = clock()
        task()
        taken.append((clock() - begun) * 1000)
    return statistics.median(taken[1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--processor", action="store_true", help="count this process's time only (busy machine)"
    )
    options = parser.parse_args()
    timed = options.runs, time.process_time if options.processor else time.perf_counter
    call_command("migrate", verbosity=0)
    if not Outturn.objects.exists():
        build()
    assert whole() == INDICATORS
    with CaptureQueriesContext(connection) as asked:
        whole()
    everything = milliseconds(lambda: ranked(only_asked=False), *timed)
    quarter = milliseconds(lambda: ranked(only_asked=True), *timed)
    ours = milliseconds(whole, *timed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{connection.vendor}, figures up to {date.isoformat(ASKED.ends_on)}")
    print(f"scorecard of {INDICATORS} indicators: {ours:.0f} ms, {peak:.0f} MB at the peak")
    print(f"{len(asked)} queries; the limit is {QUERIES}")
    print(
        f"the statement that ranks every quarter: {everything:.0f} ms; "
        f"scorecard {ours / everything:.1f} times"
    )
    print(
        f"the statement that ranks the quarter asked for: {quarter:.0f} ms; "
        f"scorecard {ours / quarter:.1f} times; the limit is {TIMES}"
    )
    return 0 if len(asked) <= QUERIES and ours <= TIMES * quarter else 1


if __name__ == "__main__":
    sys.exit(main())
