"""What a cell looks like: a figure, a period, a code. Pure."""

import re

from indicators import periods
from indicators.layouts import cells
from indicators.layouts.headings import plain, read_heading, text_of
from indicators.layouts.row_sources import RELATIVE_PERIODS
from indicators.value_states import OK

ONS_CODE = re.compile(r"[ENSWK]\d{8}")
SHORT_CODE = re.compile(r"(?=.*\d)[\w.()/-]{1,16}")


def is_figure(cell: object) -> bool:
    """A figure, or a marker in the place of one."""
    try:
        cells.read(cell)
    except ValueError:
        return False
    return True


def is_number(cell: object) -> bool:
    try:
        return cells.read(cell).state == OK
    except ValueError:
        return False


def is_period(cell: object) -> bool:
    try:
        return bool(periods.parse(cell))
    except ValueError:
        return False


def is_part(cell: object) -> bool:
    """A quarter or month without its year."""
    return bool(periods.within(periods.financial_year(2000), str(cell)))


def is_meant_as_period(cell: object) -> bool:
    return bool(read_heading((text_of(cell),)).problem)


def is_relative_period(cell: object) -> bool:
    return plain(cell) in RELATIVE_PERIODS


def is_ons_code(cell: object) -> bool:
    return bool(ONS_CODE.fullmatch(str(cell).strip()))


def is_short_code(cell: object) -> bool:
    return bool(SHORT_CODE.fullmatch(str(cell).strip()))
