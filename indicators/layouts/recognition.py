"""What each column of a file is, from the words of its headings and the shapes of its cells. Pure.

Nothing here knows any one publisher's file.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from indicators import periods
from indicators.layouts.cell_shapes import (
    is_figure,
    is_meant_as_period,
    is_number,
    is_ons_code,
    is_part,
    is_period,
    is_relative_period,
    is_short_code,
)
from indicators.layouts.column_mapping import (
    FIGURES,
    UNKNOWN,
    Column,
    Mapping,
    TableMapping,
    table_faults,
)
from indicators.layouts.headers import (
    NAMING,
    Header,
    find_header,
    header_at,
    period_around,
    title_above,
    with_year,
)
from indicators.layouts.headings import Heading, plain
from indicators.periods import PeriodSpec
from indicators.workbook import Sheet, Workbook

SAMPLE = 60  # rows looked at below a header
METRIC_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}[a-z]?")
RANK_OF = re.compile(r"\brank of (?:the )?")
RANK = re.compile(r"\brank\b")


@dataclass
class Draft:
    """A column while it is being decided."""

    index: int
    heading: Heading
    text: str
    sample: list
    role: str = ""
    measure: str = ""

    @property
    def words(self) -> str:
        return plain(self.text)

    @property
    def filled(self) -> list:
        return [cell for cell in self.sample if str(cell).strip()]

    def share(self, test: Callable[[object], bool]) -> float:
        return sum(map(test, self.filled)) / len(self.filled) if self.filled else 0


def guess(workbook: Workbook) -> Mapping:
    """The best that can be said of each sheet a person sees; tables that lack something are left
    out where others do not."""
    guessed = [
        table
        for sheet in workbook.sheets
        if not sheet.is_hidden and (table := guess_table(sheet, workbook.name))
    ]
    whole = [table for table in guessed if not any(table_faults(table))]
    tables = tuple(whole or guessed[:1])
    return Mapping(tables, layout_of(tables, workbook))


def layout_of(tables: tuple[TableMapping, ...], workbook: Workbook) -> str:
    if not tables:
        return "long_table"
    if any(is_numbered(table, workbook.sheet(table.sheet)) for table in tables):
        return "numbered_data_pack"
    return tables[0].kind


def is_numbered(table: TableMapping, sheet: Sheet | None) -> bool:
    """Whether its codes are numbers such as 7.1 and its rows not of many councils."""
    code = table.first("code")
    if code is None or sheet is None or table.of("council_code", "council_name"):
        return False
    column = [row[code.index] for row in sheet.rows[table.first_row - 1 :] if code.index < len(row)]
    filled = [str(cell).strip() for cell in column if str(cell).strip()]
    numbered = [cell for cell in filled if METRIC_NUMBER.fullmatch(cell)]
    return len(numbered) > 1 and 2 * len(numbered) >= len(filled)


def guess_table(
    sheet: Sheet, file_name: str = "", header_rows: tuple[int, ...] | None = None
) -> TableMapping | None:
    """``header_rows``, as a person numbers them, where the header need not be looked for."""
    header = header_at(sheet, header_rows) if header_rows else find_header(sheet)
    if header is None:
        return None
    around, _ = period_around(sheet, header.first, file_name)
    drafts = list(draft_columns(sheet, header, around))
    decide(drafts)
    has_name = any(draft.role in ("title", "code") for draft in drafts)
    if not has_name and not any(draft.role in COUNCIL for draft in drafts):
        has_name = name_by_place(drafts)
        if has_name:
            decide_values(drafts)
    elif not has_name:
        measures_across(drafts)
    return finish(sheet, header, drafts, around)


COUNCIL = ("council_code", "council_name")


def draft_columns(sheet: Sheet, header: Header, around: PeriodSpec | None) -> Iterator[Draft]:
    below = list(islice(filled_rows(sheet.rows[header.last + 1 :]), SAMPLE))
    for index, texts in enumerate(header.texts):
        sample = [row[index] for row in below if index < len(row)]
        if not texts and not any(str(cell).strip() for cell in sample):
            continue
        found = with_year(texts, around)
        yield Draft(index, found, " ".join(texts), sample, found.role)


def filled_rows(rows: Iterable[list]) -> Iterator[list]:
    return (row for row in rows if any(cell != "" for cell in row))


# --- deciding ---------------------------------------------------------------------------------


def decide(drafts: list[Draft]) -> None:
    """One column each for code, title, council and period; the rest by what their cells hold."""
    look_at_cells(drafts)
    codes_among_titles(drafts)
    choose(drafts, "title", rank_of_title, {"measure": "measure_type"}, "definition")
    words_among_codes(drafts)
    choose(drafts, "code", lambda draft: -draft.share(is_short_code), {}, "ignored")
    choose(drafts, "council_code", lambda draft: -draft.share(is_ons_code), {}, "ignored")
    choose(drafts, "council_name", lambda draft: 0, {}, "ignored")
    choose(drafts, "measure_type", lambda draft: 0, {}, "breakdown")
    decide_periods(drafts)
    decide_values(drafts)
    if any(draft.words == "category type" for draft in drafts):
        set_role(drafts, {"category"}, "breakdown")


def set_role(drafts: list[Draft], words: set[str], role: str) -> None:
    for draft in drafts:
        if draft.words in words:
            draft.role = role


def look_at_cells(drafts: list[Draft]) -> None:
    """A column of figures whose cells are words is something else."""
    for draft in drafts:
        if draft.role in ("code", "", "ignored") and draft.share(is_ons_code) > 1 / 2:
            draft.role = "ignored" if draft.role == "ignored" else "council_code"
        elif draft.role in (*FIGURES, "comparator") and not holds_figures(draft):
            draft.role = {"score": "derived", "outcome": "heading", "region": "ignored"}.get(
                draft.words, "ignored" if draft.heading.place else UNKNOWN
            )
        elif not draft.role or (draft.role == "heading" and draft.share(is_number) > 1 / 2):
            draft.role = UNKNOWN


def holds_figures(draft: Draft) -> bool:
    """What is called “Value” is one, whatever stands in it; so is a column with nothing yet."""
    return not draft.filled or draft.words in VALUE_WORDS or draft.share(is_figure) > 0


def codes_among_titles(drafts: list[Draft]) -> None:
    """“Metric” over 7.1 and 7.2 is a code, where another column has the words."""
    has_code = any(draft.role == "code" for draft in drafts)
    titles = [draft for draft in drafts if draft.role == "title"]
    codes = [draft for draft in titles if draft.share(is_short_code) > 1 / 2]
    if codes and not has_code and (len(titles) > len(codes) or len(titles) == 1):
        codes[0].role = "code"


def words_among_codes(drafts: list[Draft]) -> None:
    """“KPI” over words is what names the indicator, where nothing else does."""
    codes = [draft for draft in drafts if draft.role == "code" and draft.filled]
    words = [draft for draft in codes if draft.share(is_short_code) < 1 / 2]
    if words and not any(draft.role == "title" for draft in drafts):
        words[0].role = "title"


def choose(
    drafts: list[Draft],
    role: str,
    order: Callable[[Draft], float],
    others: dict[str, str],
    otherwise: str,
) -> None:
    """Of several columns with one role, the first in order keeps it."""
    candidates = sorted((one for one in drafts if one.role == role), key=order)
    for draft in candidates[1:]:
        draft.role = others.get(draft.words, otherwise)


def rank_of_title(draft: Draft) -> float:
    """“Indicator” names it rather than “measure”, and that rather than “description”."""
    order = ("indicator", "metric", "kpi", "pi", "performance", "measure", "title", "name")
    return next((n for n, word in enumerate(order) if word in draft.words.split()), len(order))


def decide_periods(drafts: list[Draft]) -> None:
    """Whole periods in one column, else the year in one and its part in another."""
    across = [draft for draft in drafts if draft.role in FIGURES and draft.heading.period]
    rows = [draft for draft in drafts if draft.role in ("period", "year")]
    for draft in rows:
        draft.role = "ignored"
    if len(across) > 1:
        return
    parts = [draft for draft in rows if draft.share(is_part) > 1 / 2]
    whole = [draft for draft in rows if draft not in parts and draft.share(is_period)]
    whole = whole or [draft for draft in rows if draft.share(is_meant_as_period)]
    whole = whole or [draft for draft in rows if draft.share(is_relative_period) == 1]
    whole.sort(key=lambda draft: (draft.words in YEARS, "time" not in draft.words))
    years = [draft for draft in whole if draft.words in YEARS]
    if parts and years:
        parts[0].role, years[0].role = "part_of_year", "year"
    elif whole:
        whole[0].role = "period"
    elif parts:
        parts[0].role = "part_of_year"


YEARS = {"year", "financial year", "fiscal year", "reporting year", "collection year", "fy"} | {
    "calendar year",
    "survey year",
    "data year",
}


def decide_values(drafts: list[Draft]) -> None:
    """One column of figures where rows say the period; in a table with periods across, a plain
    one is of no period and only the named parts are kept."""
    bare = [
        draft
        for draft in drafts
        if draft.role == "value" and not draft.heading.period and not draft.heading.place
    ]
    across = any(draft.role == "value" and draft.heading.period for draft in drafts)
    named = any(draft.role in ("title", "code") for draft in drafts)
    if across and named:
        for draft in bare:
            draft.role = UNKNOWN
    elif named:
        bare.sort(key=lambda draft: VALUE_WORDS.get(draft.words, 1))
        for draft in bare[1:]:
            draft.role = UNKNOWN
    if not bare and not across:
        counts = [draft for draft in drafts if draft.words in ("count", "num") or draft.role == ""]
        for draft in counts[:1]:
            draft.role = "value"


VALUE_WORDS = dict.fromkeys(
    ("value", "measure value", "indicator value", "outturn", "actual", "figure", "current value"), 0
)
VALUE_WORDS |= {"published": 2, "score": 2, "data": 2, "outcome": 2}


def name_by_place(drafts: list[Draft]) -> bool:
    """No heading names the indicator: the first column of words does, others break it down."""
    words = [
        draft
        for draft in drafts
        if draft.role in ("heading", UNKNOWN, "ignored", "breakdown", "measure_type", "definition")
        and draft.filled
        and not draft.share(is_number)
        and draft.share(lambda cell: isinstance(cell, str)) == 1
    ]
    if not words or not any(draft.role == "value" for draft in drafts):
        return False
    words[0].role = "title"
    for draft in words[1:]:
        if draft.role != "ignored" or draft.words in ("row", "column"):
            draft.role = "breakdown" if draft.role in (UNKNOWN, "ignored") else draft.role
    return True


def measures_across(drafts: list[Draft]) -> None:
    """One row for each council: the headings are the measures, where they are not periods."""
    named: dict[str, Draft] = {}
    for draft in drafts:
        is_open = draft.role in (UNKNOWN, "value", "rank", "breakdown", "derived", "target")
        holds_some = draft.share(is_number) or (
            draft.heading.period and draft.share(is_figure) == 1
        )
        if not is_open or not holds_some:
            continue
        words = name_of_measure(draft)
        if (words and draft.role in (UNKNOWN, "breakdown")) or is_plain_value(draft, words):
            draft.role, draft.measure = "value", words
            named[plain(words)] = draft
    ranks_of_measures(drafts, named)


def ranks_of_measures(drafts: list[Draft], named: dict[str, Draft]) -> None:
    """“Rank of average score” is a note on the average score; a rank of nothing else here, such
    as “average rank”, is a figure."""
    ranks = [draft for draft in drafts if draft.role in ("rank", "value") and is_rank(draft)]
    for draft in sorted(ranks, key=lambda draft: "rank of" in draft.words):
        words = plain(name_of_measure(draft))
        pattern = RANK_OF if RANK_OF.search(words) else RANK
        found = named.get(" ".join(pattern.sub(" ", words, count=1).split()))
        draft.role = "rank" if found else "value"
        draft.measure = found.measure if found else name_of_measure(draft)
        named.setdefault(words, draft)


def is_rank(draft: Draft) -> bool:
    return bool(RANK.search(plain(draft.text))) and bool(draft.share(is_number))


def is_plain_value(draft: Draft, words: str) -> bool:
    """“Percentage” over figures of councils is a poor name, but the only one there is."""
    found = draft.heading
    return draft.role == "value" and bool(words) and not found.period and not found.place


def name_of_measure(draft: Draft) -> str:
    """A heading without the period in it."""
    if not draft.heading.period:
        return draft.text
    words = draft.text
    for text in periods_in(words):
        words = words.replace(text, " ")
    return " ".join(words.replace("()", "").split()).strip(" -–:")


def periods_in(text: str) -> list[str]:
    pattern = re.compile(r"(?:20|19)\d\d(?:\s?[-/–]\s?(?:20|19)?\d\d)?(?: financial year)?")
    return [found[0] for found in pattern.finditer(text)]


# --- the mapping ------------------------------------------------------------------------------


def finish(
    sheet: Sheet, header: Header, drafts: list[Draft], around: PeriodSpec | None
) -> TableMapping:
    columns = tuple(map(column_of, drafts))
    table = TableMapping(sheet.name, tuple(range(header.first + 1, header.last + 2)), columns)
    says_when = table.of("year") or any(is_period(cell) for cell in period_cells(drafts))
    lacks = any(not one.period for one in table.of("value") if one.measure or not one.place)
    if not says_when and (lacks or not any(one.period for one in table.of(*FIGURES))):
        named = (one.heading.period for one in drafts if one.role in NAMING)
        period = around or next(filter(None, named), None)
        table = replace(table, period=periods.label(*period) if period else "")
    if table.of("part_of_year") and not table.of("year") and around:
        table = replace(table, period=periods.label(*around))
    values = table.of("value")
    if not table.of("title", "code") and any(not column.measure for column in values):
        table = replace(table, measure=title_above(sheet, header.first) or sheet.name)
    return table


def period_cells(drafts: list[Draft]) -> list:
    return [cell for draft in drafts if draft.role == "period" for cell in draft.filled]


def column_of(draft: Draft) -> Column:
    found, role = draft.heading, draft.role
    has_period = found.period and role in (*FIGURES, "rank", "comparator", "note")
    has_place = role in FIGURES and draft.measure == ""
    return Column(
        draft.index,
        draft.text,
        role,
        periods.label(*found.period) if has_period and found.period else "",
        found.place if has_place else "",
        draft.measure,
    )
