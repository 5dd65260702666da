"""Facts of many kinds in the same columns, so that one query brings them all."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast


class Row(NamedTuple):
    """One fact of any kind; which columns say something depends on ``kind``."""

    kind: str
    statement_id: int | None
    ref: int | None
    number: int | None
    other: int | None
    words: str
    more: str
    about: str
    reason: str
    who: str
    day: date | None
    moment: datetime | None
    until: date | None


KINDS_OF_COLUMN = {
    "statement_id": IntegerField,
    "ref": IntegerField,
    "number": IntegerField,
    "other": IntegerField,
    "words": TextField,
    "more": TextField,
    "about": TextField,
    "reason": TextField,
    "who": TextField,
    "day": DateField,
    "moment": DateTimeField,
    "until": DateField,
}


def as_facts(rows: QuerySet, kind: str, **columns) -> QuerySet:
    """Every kind of row in the same columns, so that one query brings them all."""
    given = {
        f"fact_{name}": Cast(columns.get(name, Value(default_of(of))), of())
        for name, of in KINDS_OF_COLUMN.items()
    }
    named = {"fact_kind": Cast(Value(kind), CharField()), **given}
    return rows.order_by().annotate(**named).values_list(*named)


def default_of(kind_of_column: type) -> str | None:
    return "" if kind_of_column is TextField else None
