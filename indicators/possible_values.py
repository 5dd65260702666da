"""What somebody who has some of the figures can say about the others. Pure.

Counts are 0 or more, and totals are sums. From these alone the lowest and highest value that an
unknown count can have is found by the simplex method in exact fractions (Bland's rule, so that it
always ends). The systems are small: a table's row, column, or a chain of running totals.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Equation:
    """The unknown counts, each times its sign, come to ``result``."""

    unknown: Mapping[Hashable, int]
    result: int


def possible_range(
    key: Hashable, equations: Iterable[Equation]
) -> tuple[Fraction, Fraction | None]:
    """The lowest and highest value of a count; ``None`` where nothing limits it upwards. The
    equations have a solution: the true counts."""
    tied = _tied_to(key, list(equations))
    if not tied:
        return Fraction(0), None
    names = list(dict.fromkeys(name for equation in tied for name in equation.unknown))
    table = _feasible_table(tied, names)
    place = names.index(key)
    highest = _largest(table, [Fraction(i == place) for i in range(len(names))])
    least = _largest(table, [Fraction(-(i == place)) for i in range(len(names))])
    return -(least or Fraction(0)), highest


def _tied_to(key: Hashable, equations: Sequence[Equation]) -> list[Equation]:
    """Equations that say something of the count, directly or through others."""
    reached, tied = {key}, []
    waiting = [equation for equation in equations if equation.unknown]
    while near := [each for each in waiting if reached & each.unknown.keys()]:
        tied += near
        waiting = [each for each in waiting if each not in near]
        reached = reached.union(*(each.unknown for each in near))
    return tied


@dataclass
class Table:
    """Rows of a simplex table, the right-hand side last; ``basis`` is the column of each row."""

    rows: list[list[Fraction]]
    basis: list[int]

    def pivot(self, row: int, column: int) -> None:
        divisor = self.rows[row][column]
        self.rows[row] = [value / divisor for value in self.rows[row]]
        for other, values in enumerate(self.rows):
            if other != row and (factor := values[column]):
                pivot = self.rows[row]
                self.rows[other] = [a - factor * b for a, b in zip(values, pivot, strict=True)]
        self.basis[row] = column


def _feasible_table(equations: Sequence[Equation], names: Sequence[Hashable]) -> Table:
    """Begins with a stand-in for each row, and drives them all to 0."""
    width, height = len(names), len(equations)
    rows = []
    for number, equation in enumerate(equations):
        sign = -1 if equation.result < 0 else 1
        values = [Fraction(sign * equation.unknown.get(name, 0)) for name in names]
        stand_ins = [Fraction(i == number) for i in range(height)]
        rows.append([*values, *stand_ins, Fraction(sign * equation.result)])
    table = Table(rows, list(range(width, width + height)))
    left = _largest(table, [Fraction(0)] * width + [Fraction(-1)] * height, keep=True)
    if left:
        raise ValueError("No counts fit these sums.")
    for row in range(height):
        if table.basis[row] >= width:
            column = next((i for i in range(width) if table.rows[row][i]), None)
            if column is not None:
                table.pivot(row, column)
    kept = [i for i in range(height) if table.basis[i] < width]
    return Table(
        [[*table.rows[i][:width], table.rows[i][-1]] for i in kept], [table.basis[i] for i in kept]
    )


def _largest(table: Table, aim: Sequence[Fraction], *, keep: bool = False) -> Fraction | None:
    """The largest that ``aim`` times the counts can be; None where there is no largest. ``keep``:
    the table is left where it is reached."""
    work = table if keep else Table([list(row) for row in table.rows], list(table.basis))
    while True:
        column = _worth_raising(work, aim)
        if column is None:
            worth = (aim[at] * row[-1] for at, row in zip(work.basis, work.rows, strict=True))
            return sum(worth, Fraction(0))
        limits = [
            (row[-1] / row[column], work.basis[number], number)
            for number, row in enumerate(work.rows)
            if row[column] > 0
        ]
        if not limits:
            return None
        work.pivot(min(limits)[2], column)


def _worth_raising(table: Table, aim: Sequence[Fraction]) -> int | None:
    """The first count that makes the aim larger when it grows."""
    for column in range(len(aim)):
        if column in table.basis:
            continue
        lost = sum(
            (aim[at] * row[column] for at, row in zip(table.basis, table.rows, strict=True)),
            Fraction(0),
        )
        if aim[column] > lost:
            return column
    return None
