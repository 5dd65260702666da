"""Published commentary, enquiries by team, and an open round of collecting figures."""

import hashlib
import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from indicators import collection, definitions, periods
from indicators.collection_checks import Measured
from indicators.commentary import write_commentary
from indicators.models import (
    Area,
    CollectionRound,
    DataPack,
    Indicator,
    Outturn,
    OwedFigure,
    Period,
)
from readiness.demo.highlights import GROUP, SOURCE
from readiness.quarters import reported_quarter

FILE = Path(__file__).resolve().parent / "commentary.toml"
TIME_TO_ENTER = timedelta(days=12)


def read() -> dict:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def period_of(text: str) -> Period:
    return Period.objects.get_or_create(**periods.parse(text)._asdict())[0]


@transaction.atomic
def load_commentary(*, by) -> None:
    """Safe to repeat: what has commentary keeps it."""
    content = read()
    period = period_of(content["period"])
    wanted = {each["code"]: each for each in content["commentary"]}
    for indicator in Indicator.objects.filter(code__in=wanted, commentary=None):
        said = wanted[indicator.code] | {"source": content["source"]}
        said.pop("code")
        write_commentary(indicator, period, **said, seen_version=0, by=by)


@transaction.atomic
def load_enquiries(*, by) -> None:
    """Safe to repeat: the whole and its parts are added once."""
    content = read()
    enquiries = content["enquiries"]
    if Indicator.objects.filter(code=enquiries["code"]).exists():
        return
    pack = enquiries_pack(by=by)
    period = period_of(content["period"])
    whole = add_enquiries(enquiries["code"], enquiries["title"], by=by)
    add_figure(whole, period, enquiries["total"], pack)
    for code, team, number in enquiries["parts"]:
        part = add_enquiries(
            code,
            f"{enquiries['title']}: {team}",
            parent=whole,
            breakdown=enquiries["breakdown"],
            breakdown_label=team,
            by=by,
        )
        add_figure(part, period, number, pack)


def add_enquiries(code: str, title: str, *, by, **fields) -> Indicator:
    return definitions.add_indicator(
        code=code,
        title=title,
        source=SOURCE,
        unit=Indicator.Unit.NUMBER,
        decimals=0,
        frequency=Indicator.Frequency.QUARTERLY,
        group=GROUP,
        by=by,
        **fields,
    )


def enquiries_pack(*, by) -> DataPack:
    content = FILE.read_bytes()
    count = 1 + len(read()["enquiries"]["parts"])
    title = "Open safeguarding enquiries by team, quarter 3 2024-25"
    return DataPack.objects.create(
        title=title,
        file=ContentFile(content, name=FILE.name),
        original_name=FILE.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        council=Area.objects.home(),
        state=DataPack.State.IN_USE,
        preview=what_was_written(title, count),
        received_by=by,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )


def what_was_written(title: str, count: int) -> dict:
    """As the preview of any data pack says it."""
    return {
        "title": title,
        "layout": "",
        "tables": 1,
        "new": count,
        "changed": 0,
        "unchanged": 0,
        "states": {"ok": count},
        "warnings": [],
        "problems": [],
        "problem_count": 0,
        "changes": [],
        "new_measures": [],
        "fingerprint": "",
    }


def add_figure(indicator: Indicator, period: Period, value: float, pack: DataPack) -> None:
    Outturn.objects.create(
        indicator=indicator,
        area=pack.council,
        period=period,
        value=value,
        data_pack=pack,
        recorded_by=pack.received_by,
        is_current=True,
    )


@transaction.atomic
def load_collection_round(*, by, people: dict, on: date) -> None:
    """Safe to repeat: a round is opened once."""
    if CollectionRound.objects.exists():
        return
    content = read()
    asked = [
        give_owner(indicator, people[name], by=by)
        for name, codes in content["collected"].items()
        for indicator in Indicator.objects.filter(code__in=codes)
    ]
    quarter = reported_quarter(on)
    spec = periods.PeriodSpec("quarter", quarter.starts_on, quarter.ends_on)
    opened = collection.open_round(period=spec, due_on=on + TIME_TO_ENTER, indicators=asked, by=by)
    hand_in_one(opened, content["handed_in"])


def give_owner(indicator: Indicator, owner, *, by) -> Indicator:
    return definitions.change_indicator(
        indicator,
        seen_revision=definitions.revision_of(indicator),
        owner=owner,
        is_collected=True,
        by=by,
    )


def hand_in_one(opened: CollectionRound, entered: dict) -> None:
    figures = OwedFigure.objects.in_full().filter(round=opened)
    owed = figures.get(indicator__code=entered["code"])
    collection.enter(
        owed,
        figure=entered["figure"],
        note=entered["note"],
        seen_entry=0,
        measured=Measured(owed.indicator.unit, owed.indicator.decimals),
        by=owed.owner,
    )
    collection.hand_in([owed], by=owed.owner)
