"""What is said of one indicator: its parts, commentary, changes and publishers' notes.

Four kinds of rows in one query, each as an object of its own fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from indicators import periods
from indicators.figures import write
from indicators.models import (
    Area,
    Commentary,
    DataPack,
    Indicator,
    IndicatorChange,
    Outturn,
    ReleaseNote,
)

WHO = ("first_name", "last_name", "email")


@dataclass(frozen=True)
class Note:
    label: str
    text: str


@dataclass(frozen=True)
class Version:
    """One saved state of the commentary on a figure."""

    number: int
    what_happened: str
    why: str
    what_we_are_doing: str
    by_when: date | None
    is_sensitive: bool
    is_draft: bool
    source: str
    who: str
    at: datetime


@dataclass(frozen=True)
class CommentaryOfPeriod:
    """``shown`` is the version in force; a newer draft may wait beside it."""

    period_pk: int
    period_text: str
    starts_on: date
    ends_on: date
    versions: tuple[Version, ...]
    """Newest first."""

    @property
    def shown(self) -> Version | None:
        return next((each for each in self.versions if not each.is_draft), None)

    @property
    def draft(self) -> Version | None:
        newest = self.versions[0]
        return newest if newest.is_draft else None

    @property
    def earlier(self) -> tuple[Version, ...]:
        """All but the one in force and a draft that waits."""
        return tuple(each for each in self.versions if each not in (self.shown, self.draft))


@dataclass(frozen=True)
class Change:
    kind: str
    what: str
    before: str
    after: str
    reason: str
    source: str
    who: str
    at: datetime

    @property
    def kind_text(self) -> str:
        return IndicatorChange.Kind(self.kind).label


@dataclass(frozen=True)
class Part:
    """An indicator listed under this one, with our latest figure of it."""

    code: str
    name: str
    breakdown: str
    label: str
    is_dropped: bool
    value_text: str
    period_text: str


@dataclass(frozen=True)
class IndicatorRecord:
    notes: tuple[Note, ...]
    commentary: tuple[CommentaryOfPeriod, ...]
    changes: tuple[Change, ...]
    parts: tuple[Part, ...]

    @property
    def parts_by_breakdown(self) -> list[tuple[str, list[Part]]]:
        parts = sorted(self.parts, key=lambda part: part.breakdown)
        return [(name, list(group)) for name, group in groupby(parts, lambda part: part.breakdown)]

    def on(self, period_pk: int) -> CommentaryOfPeriod | None:
        return next((each for each in self.commentary if each.period_pk == period_pk), None)


def record_of(
    indicator: Indicator, *, council: Area, packs: Iterable[int], is_inner: bool
) -> IndicatorRecord:
    """One query. ``is_inner``: for those who may read drafts and what is sensitive."""
    first, *others = (
        notes_of(indicator, packs),
        commentary_of(indicator, is_inner),
        changes_of(indicator),
        parts_of(indicator, council),
    )
    said: dict[str, list[dict]] = {"note": [], "commentary": [], "change": [], "part": []}
    for kind, fields in first.union(*others, all=True):
        said[kind].append(fields)
    return IndicatorRecord(
        notes=tuple(dict.fromkeys(Note(**row) for row in in_order(said["note"]))),
        commentary=by_period(said["commentary"]),
        changes=tuple(change(row) for row in in_order(said["change"], newest_first=True)),
        parts=tuple(part(row) for row in in_order(said["part"])),
    )


def in_order(rows: list[dict], *, newest_first: bool = False) -> list[dict]:
    """By the key each row came with, which is taken off."""
    rows = sorted(rows, key=lambda row: row["order"], reverse=newest_first)
    return [{name: row[name] for name in row if name != "order"} for row in rows]


# --- asking -----------------------------------------------------------------------------------


def as_rows(rows: QuerySet, said: str, /, **fields) -> QuerySet:
    return rows.order_by().values_list(Value(said), JSONObject(**fields))


def notes_of(indicator: Indicator, packs: Iterable[int]) -> QuerySet:
    """The notes printed with the figures in use."""
    rows = ReleaseNote.objects.filter(
        indicator=indicator, data_pack__in=list(packs), data_pack__state=DataPack.State.IN_USE
    )
    return as_rows(rows, "note", order="pk", label="label", text="text")


def commentary_of(indicator: Indicator, is_inner: bool) -> QuerySet:
    rows = Commentary.objects.filter(indicator=indicator)
    if not is_inner:
        rows = Commentary.objects.public().filter(indicator=indicator)
    return as_rows(
        rows,
        "commentary",
        period="period_id",
        kind="period__kind",
        starts_on="period__starts_on",
        ends_on="period__ends_on",
        **{name: name for name in VERSION},
        written_at="written_at",
        **who("written_by"),
    )


VERSION = (
    *("number", "what_happened", "why", "what_we_are_doing", "by_when"),
    *("is_sensitive", "is_draft", "source"),
)


def who(field: str) -> dict[str, str]:
    return {name: f"{field}__{name}" for name in WHO}


def changes_of(indicator: Indicator) -> QuerySet:
    names = ("kind", "what", "before", "after", "reason", "source", "changed_at")
    return as_rows(
        IndicatorChange.objects.filter(indicator=indicator),
        "change",
        order="pk",
        **{name: name for name in names},
        **who("changed_by"),
    )


def parts_of(indicator: Indicator, council: Area) -> QuerySet:
    latest = (
        Outturn.objects.current()
        .filter(indicator=OuterRef("pk"), area=council.pk)
        .order_by("-period__ends_on", "-period__starts_on")
    )

    def of_latest(name: str) -> Subquery:
        return Subquery(latest.values(name)[:1])

    return as_rows(
        Indicator.objects.filter(parent=indicator),
        "part",
        order="position",
        code="code",
        title="title",
        short_title="short_title",
        breakdown="breakdown",
        label="breakdown_label",
        retired_from="retired_from",
        unit="unit",
        decimals="decimals",
        value=of_latest("value"),
        state=of_latest("state"),
        kind=of_latest("period__kind"),
        starts_on=of_latest("period__starts_on"),
        ends_on=of_latest("period__ends_on"),
    )


# --- reading ----------------------------------------------------------------------------------


def name_in(row: dict) -> str:
    """Databases give no person as nothing."""
    first, last, email = (row[name] or "" for name in WHO)
    return f"{first} {last}".strip() or email


def moment(text: str) -> datetime:
    """SQLite keeps moments without their zone, which is UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def label(row: dict) -> str:
    return periods.label(
        row["kind"], date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    )


def days_of(row: dict) -> tuple[str, str, int]:
    return row["ends_on"], row["starts_on"], row["period"]


def by_period(rows: list[dict]) -> tuple[CommentaryOfPeriod, ...]:
    """Newest period first, of each the newest version first."""
    rows = sorted(rows, key=lambda row: (*days_of(row), row["number"]), reverse=True)
    found = []
    for (ends_on, starts_on, period), versions in groupby(rows, days_of):
        listed = list(versions)
        found.append(
            CommentaryOfPeriod(
                period_pk=period,
                period_text=label(listed[0]),
                starts_on=date.fromisoformat(starts_on),
                ends_on=date.fromisoformat(ends_on),
                versions=tuple(version(row) for row in listed),
            )
        )
    return tuple(found)


def version(row: dict) -> Version:
    fields = {name: row[name] for name in VERSION}
    fields |= {
        "by_when": day(row["by_when"]),
        "is_sensitive": bool(row["is_sensitive"]),
        "is_draft": bool(row["is_draft"]),
    }
    return Version(**fields, who=name_in(row), at=moment(row["written_at"]))


def change(row: dict) -> Change:
    names = ("kind", "what", "before", "after", "reason", "source")
    fields = {name: row[name] for name in names}
    return Change(**fields, who=name_in(row), at=moment(row["changed_at"]))


def part(row: dict) -> Part:
    unit, decimals = row["unit"], row["decimals"]
    held = row["state"] is not None
    return Part(
        code=row["code"],
        name=row["short_title"] or row["title"],
        breakdown=row["breakdown"],
        label=row["label"],
        is_dropped=row["retired_from"] is not None,
        value_text=write(row["value"], state=row["state"], unit=unit, decimals=decimals)
        if held
        else "No figures yet",
        period_text=label(row) if held else "",
    )
