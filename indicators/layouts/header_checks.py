"""What is odd in a header: columns nobody recognises, periods that cannot be read or are out of
order, sheets that are left out. Pure."""

from collections import defaultdict

from indicators import periods
from indicators.layouts import cells
from indicators.layouts.column_mapping import FIGURES, UNKNOWN, Column, Mapping, TableMapping
from indicators.layouts.headings import read_heading
from indicators.layouts.reading import Problem, Reading
from indicators.value_states import OK
from indicators.workbook import Sheet, Workbook, column_letters
from indicators.workbook_details import WIDEST

ENOUGH_TO_ORDER = 3  # periods
SHOWN = 5  # rows or columns named
NOT_READ = {UNKNOWN, "ignored", "derived"}


def check(table: TableMapping, sheet: Sheet, reading: Reading) -> None:
    for column in table.of(UNKNOWN):
        report_unknown(table, sheet, column, reading)
    for column in table.of("value", "target", "numerator", "denominator"):
        if column.period and is_blank(table, sheet, column):
            message = "The column is empty. It is left out."
            reading.warnings.append(heading_problem(table, column, message))
    report_period_around(table, reading)
    report_order(table, reading)
    report_hidden(table, sheet, reading)


def report_period_around(table: TableMapping, reading: Reading) -> None:
    """The period was said above the table, or in the name of the sheet or file."""
    if table.period and not table.of("year", "part_of_year"):
        message = (
            f"No column says the period of every figure: {table.period} is taken from what stands "
            "around the table or from the name of the file. Check that it is right."
        )
        reading.warnings.append(Problem(table.sheet, None, "", table.period, message))


def report_unknown(table: TableMapping, sheet: Sheet, column: Column, reading: Reading) -> None:
    """A misspelt period over figures stops the import: they would be lost. Others are said."""
    problem = read_heading((column.heading,)).problem if column.heading else ""
    if problem and not is_empty(table, sheet, column):
        reading.problems.append(heading_problem(table, column, problem))
    elif problem:
        message = f"{problem} The column is empty, so it is left out."
        reading.warnings.append(heading_problem(table, column, message))
    elif column.heading:
        message = why_unknown(table, sheet, column)
        reading.warnings.append(heading_problem(table, column, message))
    elif not is_empty(table, sheet, column):
        message = "This column has no heading. It is left out."
        reading.warnings.append(heading_problem(table, column, message))


def why_unknown(table: TableMapping, sheet: Sheet, column: Column) -> str:
    if read_heading((column.heading,)).role not in FIGURES:
        return "We do not know what this column is. It is left out."
    if is_empty(table, sheet, column):
        return "Nothing under this heading is a figure. It is left out."
    return "This column does not say which period it is of. It is left out."


def heading_problem(table: TableMapping, column: Column, message: str) -> Problem:
    row = table.header_rows[-1]
    return Problem(table.sheet, row, column.letters, column.heading[:80], message)


def is_empty(table: TableMapping, sheet: Sheet, column: Column) -> bool:
    """Whether nothing under a heading is a figure."""
    rows = sheet.rows[table.first_row - 1 :]
    return not any(has_figure(row[column.index]) for row in rows if column.index < len(row))


def is_blank(table: TableMapping, sheet: Sheet, column: Column) -> bool:
    rows = sheet.rows[table.first_row - 1 :]
    return not any(str(row[column.index]).strip() for row in rows if column.index < len(row))


def has_figure(content: object) -> bool:
    try:
        return cells.read(content).state == OK
    except ValueError:
        return True


def report_order(table: TableMapping, reading: Reading) -> None:
    """Dec-23 then Jan-23: most likely a wrong year. The file is read as it is written."""
    series: dict[tuple, list[Column]] = defaultdict(list)
    for column in table.of("value"):
        if column.period:
            kind = periods.parse_text(column.period).kind
            series[column.measure, column.place, kind].append(column)
    for columns in series.values():
        for earlier, column in out_of_order(columns):
            message = (
                f"“{column.heading}” comes after “{earlier.heading}”, against the order of the "
                "other columns. Check its year."
            )
            reading.warnings.append(heading_problem(table, column, message))


def out_of_order(columns: list[Column]) -> list[tuple[Column, Column]]:
    """Pairs of neighbours that go against the way most of them go."""
    ends = [periods.parse_text(column.period).ends_on for column in columns]
    steps = list(zip(columns, columns[1:], ends, ends[1:], strict=False))
    rising = sum(1 for *_, first, second in steps if second > first)
    if len(columns) < ENOUGH_TO_ORDER:
        return []
    falls = rising * 2 < len(steps)
    return [
        (one, other)
        for one, other, first, second in steps
        if second != first and (second > first) == falls
    ]


def report_hidden(table: TableMapping, sheet: Sheet, reading: Reading) -> None:
    """Hidden rows and columns are read: a filter hides rows that are still in the table."""
    rows = [
        str(row + 1)
        for row in sheet.details.hidden_rows
        if table.first_row <= row + 1 <= len(sheet.rows) and any(sheet.rows[row])
    ]
    used = {column.index for column in table.columns if column.role not in NOT_READ}
    columns = [column_letters(index + 1) for index in sheet.details.hidden_columns if index in used]
    for what, hidden in (("Row", rows), ("Column", columns)):
        if hidden:
            one = len(hidden) == 1
            are = f"{what} {hidden[0]} is" if one else f"{what}s {listed(hidden)} are"
            message = (
                f"{are} hidden in the file and read like the others. "
                "Delete what should not be here and upload the file again."
            )
            reading.warnings.append(Problem(table.sheet, None, "", "", message))
    if sheet.details.furthest > WIDEST:
        message = (
            f"There is something as far out as column {column_letters(sheet.details.furthest)}. "
            f"What stands beyond column {column_letters(WIDEST)} is left out."
        )
        reading.warnings.append(Problem(table.sheet, None, "", "", message))


def listed(names: list[str]) -> str:
    """5, 9 and 12; or the first few and how many more."""
    if len(names) > SHOWN:
        return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def report_sheets_left_out(workbook: Workbook, mapping: Mapping, reading: Reading) -> None:
    """Hidden sheets are not read: nobody who opens the file sees them."""
    used = {table.sheet for table in mapping.tables}
    for sheet in workbook.sheets:
        if sheet.name in used or not sheet.rows:
            continue
        message = (
            "This sheet is hidden, so it is not read. Unhide it to have it read."
            if sheet.is_hidden
            else "No table of figures is recognised on this sheet. It is left out."
        )
        reading.warnings.append(Problem(sheet.name, None, "", "", message))
