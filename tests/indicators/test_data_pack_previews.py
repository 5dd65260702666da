"""What a preview says a file would do, before anything is written."""

from datetime import date

import pytest

from indicators import data_pack_plan, data_packs, pack_reading, periods
from indicators.layouts.reading import Figure, Measure, Place, Reading
from indicators.models import Area, DataPack, Indicator, Outturn
from indicators.reference_data import load_reference
from tests.indicators.packs import SAMPLE, in_use, previewed
from tests.indicators.workbooks import BURY, ENGLAND, HEADER, small_release, table_1a

State = DataPack.State
REVISED = [305, "Bury", "E08000002", 320, 18.9, 340, 19.1]


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


def test_a_preview_counts_what_it_would_do_and_writes_nothing(analyst):
    pack = previewed(analyst, small_release())

    assert pack.state == State.PREVIEWED
    assert pack.title == "ASCOF 2024-25 workbook"
    assert (pack.preview["new"], pack.preview["changed"], pack.preview["unchanged"]) == (4, 0, 0)
    assert pack.preview["states"] == {"ok": 4}
    assert (pack.preview["tables"], pack.preview["written"]) == (1, False)
    assert not Outturn.objects.exists()


def test_the_sample_of_the_release_has_exactly_these_figures(analyst):
    pack = previewed(analyst, SAMPLE.read_bytes())

    assert pack.preview["problems"] == []
    assert pack.preview["new"] == 556
    assert pack.preview["states"] == {
        "ok": 371, "not_applicable": 145, "missing": 37, "suppressed": 3
    }  # fmt: skip


def test_the_whole_release_has_exactly_these_figures(analyst, shared_data):
    content = (shared_data / "ascof" / "ascof_2024_25.ods").read_bytes()

    summary = data_packs.load(content, "ascof_2024_25.ods").summary

    assert (summary["new"], summary["changed"], summary["unchanged"]) == (24_744, 0, 0)
    assert summary["states"] == {
        "ok": 17_651, "missing": 1_219, "suppressed": 45, "not_applicable": 5_829
    }  # fmt: skip
    assert summary["problems"] == []
    assert [one["sheet"] for one in summary["warnings"]] == ["Table_4b", "Table_6a", "Table_6b"]


def test_a_changed_figure_shows_old_and_new(analyst):
    in_use(analyst, small_release())

    pack = previewed(analyst, small_release(ENGLAND, REVISED))

    assert (pack.preview["new"], pack.preview["changed"], pack.preview["unchanged"]) == (0, 1, 3)
    [change] = pack.preview["changes"]
    assert (change["place"], change["period"]) == ("Bury", "2024-25")
    assert (change["old"]["value"], change["new"]["value"]) == (19.0, 19.1)
    assert change["what"] == ["value"]


def test_the_list_of_changes_is_cut_but_the_count_is_exact(analyst, monkeypatch):
    monkeypatch.setattr(data_pack_plan, "MAX_LISTED", 1)
    in_use(analyst, small_release())

    pack = previewed(
        analyst,
        small_release([*ENGLAND[:4], 1, 1, 2], [*BURY[:4], 3, 3, 4]),
    )

    assert (pack.preview["changed"], len(pack.preview["changes"])) == (4, 1)


def test_an_unreadable_file_is_refused_in_a_sentence(analyst):
    pack = previewed(analyst, b"%PDF-1.7")

    assert pack.state == State.REFUSED
    assert pack.problem == "release.xlsx is a PDF, not a spreadsheet. Add it as evidence."


def test_a_place_nobody_knows_is_a_problem_where_it_has_figures(analyst):
    pack = previewed(analyst, small_release(BURY, ["", "Atlantis", "", 1, 18.0, 1, 18.0]))

    [problem] = pack.preview["problems"]
    assert (problem["sheet"], problem["row"], problem["value"]) == ("Table_1a", 6, "Atlantis")


def test_a_place_nobody_knows_is_left_out_where_it_has_none(analyst):
    pack = previewed(analyst, small_release(BURY, ["", "Atlantis", "", "[z]"] + ["[z]"] * 3))

    assert pack.preview["problems"] == []
    assert "left out" in pack.preview["warnings"][0]["message"]
    assert pack.preview["new"] == 2


def test_two_different_figures_for_one_thing_are_a_problem(analyst):
    pack = previewed(analyst, small_release(BURY, REVISED))

    [problem] = pack.preview["problems"]
    assert (problem["row"], problem["column"]) == (6, "G")
    assert "Table_1a G5" in problem["message"]


def test_the_same_row_twice_is_read_once(analyst):
    pack = previewed(analyst, small_release(BURY, BURY))

    assert pack.preview["problems"] == []
    assert (pack.preview["new"], len(pack.preview["warnings"])) == (2, 2)


def test_a_period_that_has_not_begun_is_a_problem(analyst):
    header = [*HEADER[:3], "2097 to 2098 - outcome"]
    rows = table_1a([305, "Bury", "E08000002", 19.0], header=header)

    pack = previewed(analyst, small_release(Table_1a=rows))

    assert "2097-98 has not begun yet" in pack.preview["problems"][0]["message"]


def test_figures_under_a_replaced_councils_name_are_the_new_councils(analyst):
    """The release's table 4B still speaks of Dorset County for 2024-25."""
    county = ["809", "Dorset County", "E10000009", 300, 19.5, 310, 19.6]
    pack = in_use(analyst, small_release(BURY, county))

    outturn = Outturn.objects.current().get(area__name="Dorset", period__starts_on__year=2024)

    assert (outturn.value, outturn.note) == (19.6, "Published for Dorset County")
    assert "ended on 1 April 2019" in pack.preview["warnings"][0]["message"]


def test_a_replaced_council_beside_its_successor_keeps_its_own(analyst):
    county = ["809", "Dorset County", "E10000009", 300, 19.5, 310, 19.6]
    dorset = ["809", "Dorset", "E06000059", 300, 19.7, 310, 19.8]

    in_use(analyst, small_release(dorset, county))

    values = Outturn.objects.filter(period__starts_on__year=2024).values_list("area__name", "value")
    assert dict(values) == {"Dorset": 19.8, "Dorset County": 19.6}


def test_a_measure_not_in_the_catalogue_is_added_for_information(analyst):
    rows = [["Table 9a: proportion of people who whistle"], *table_1a()[3:]]
    pack = in_use(analyst, small_release(Table_9a=rows))

    indicator = Indicator.objects.get(code="9A")
    assert (indicator.title, indicator.polarity) == ("proportion of people who whistle", "none")
    assert "9A is not in our list" in pack.preview["warnings"][0]["message"]
    assert indicator.outturns.filter(is_current=True).count() == 4


def test_a_code_that_was_another_measures_is_told_by_its_title(analyst):
    """Until 2022-23, 1D was the quality of life of carers, today's 1C."""
    rows = [["Table 1d: carer-reported quality of life"], *table_1a()[3:]]

    in_use(analyst, small_release(Contents=[], Table_1a=[], Table_1d=rows))

    assert Indicator.objects.get(code="1C").outturns.count() == 4


def test_a_code_with_a_title_that_fits_nothing_is_a_problem(analyst):
    rows = [["Table 1d: kilometres of cycle lane"], *table_1a()[3:]]

    pack = previewed(analyst, small_release(Table_1d=rows))

    assert "Codes change between releases" in pack.preview["problems"][0]["message"]


def test_comparing_costs_the_same_for_one_figure_as_for_many(analyst, django_assert_num_queries):
    with django_assert_num_queries(8):
        pack_reading.read_content(small_release(BURY), "small.xlsx", None, "")
    with django_assert_num_queries(8):
        pack_reading.read_content(SAMPLE.read_bytes(), "sample.ods", None, "")


def test_a_file_of_one_council_needs_to_be_told_whose_it_is():
    period = periods.financial_year(2023)
    reading = Reading("", "", measures={"1A": Measure("1A", "Social care-related quality of life")})
    reading.figures = [Figure("1A", Place(), period, "ok", 19.0, sheet="Sheet1", cell="B2")]
    bury = Area.objects.get(code="E08000002")

    nobodys = data_pack_plan.plan(reading, council=None, on=date(2026, 1, 1))
    burys = data_pack_plan.plan(reading, council=bury, on=date(2026, 1, 1))

    assert "Say which council" in nobodys.problems[0].message
    assert (nobodys.counts["new"], burys.counts["new"]) == (0, 1)
    assert burys.rows[0].area == bury.pk
