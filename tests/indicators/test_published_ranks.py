"""The ranks that Leicester published for 2016 to 2017 come out of the figures as published.

Its report ranked 150 councils; this later release has 151 and figures since revised.
"""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from indicators import data_packs, indicator_page
from indicators.comparisons import rank
from indicators.models import Area, Indicator
from indicators.standings import keep
from indicators.summaries import summaries_for

DATA = Path(__file__).resolve().parents[1] / "data"
LEICESTER = "E06000016"
PUBLISHED = [
    ("1A", "18.5", 126),
    ("1D", "65.6%", 64),  # overall satisfaction, then 3A and 65.4%: since revised
    ("3A", "76.2%", 100),  # control over daily life, then 1B
    ("4A", "65.4%", 125),  # feeling safe
]


@pytest.mark.parametrize(("code", "value", "place"), PUBLISHED)
def test_ranks_come_out_of_a_sample_of_the_release(code, value, place):
    with (DATA / "ascof-2016-17-councils.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    figures = {row["ons_code"]: row[code] for row in rows if not row[code].startswith("[")}
    found = rank(figures[LEICESTER], list(figures.values()), "higher")
    assert float(figures[LEICESTER]) == float(value.rstrip("%"))
    assert (found.position, found.of) == (place, 151)


@pytest.fixture
def imported(shared_data, db, settings):
    """The whole workbook through the product's own import; Leicester is at home."""
    settings.COUNCIL_CODE = LEICESTER
    call_command("load_reference", verbosity=0)
    workbook = shared_data / "ascof" / "ascof_2024_25.ods"
    outcome = data_packs.load(workbook.read_bytes(), workbook.name, write=True)
    assert outcome.summary["written"]


@pytest.mark.shared_data
def test_ranks_come_out_of_the_workbook_as_imported(imported):
    leicester = indicator_page.home_council()
    for code, value, place in PUBLISHED:
        page = indicator_page.build(code, council=leicester)
        row = next(row for row in page.rows if row.period_text == "2016-17")
        assert (row.value_text, row.rank.position, row.rank.of) == (value, place, 151), code
        if code == "1A":
            assert row.rank.words() == "126th= of 151 in England (1st is best), lowest 25%"


@pytest.mark.shared_data
def test_lists_and_pages_agree_on_every_indicator_and_kept_ranks_with_fresh_ones(imported):
    leicester = indicator_page.home_council()
    ids = list(Indicator.objects.values_list("pk", flat=True))
    fresh = summaries_for(ids, council=leicester)
    for summary in fresh.values():
        page = indicator_page.build(summary.indicator.code, council=leicester)
        shown = page.latest
        assert (summary.value_text, summary.rank_words, summary.short_term.words) == (
            shown.value_text if shown else "No figures yet",
            page.rank_words,
            page.summary.short_term.words,
        )
        if shown:
            assert summary.england_text == shown.england_text
            assert summary.region_text == shown.region_text
    keep(council=Area.objects.get(code=LEICESTER))
    kept = summaries_for(ids, council=leicester)
    assert {pk: one.held.standing for pk, one in kept.items()} == {
        pk: one.held.standing for pk, one in fresh.items()
    }
