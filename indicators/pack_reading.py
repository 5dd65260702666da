"""From a kept file to what confirming it would do."""

from django.utils import timezone

from indicators import layouts
from indicators.data_pack_plan import Plan, plan
from indicators.models import Area, DataPack
from indicators.outturn_rows import no_garbage_collection
from indicators.reference_data import load_reference_once
from indicators.workbook import Workbook, open_workbook


def open_pack(pack: DataPack) -> Workbook:
    with pack.file.open("rb") as file:
        return open_workbook(file.read(), pack.original_name)


def read_pack(pack: DataPack, *, keep_lines: bool = False) -> Plan:
    load_reference_once()
    with no_garbage_collection():
        return plan_of(
            open_pack(pack),
            council=pack.council,
            layout=pack.layout,
            decisions=pack.decisions,
            keep_lines=keep_lines,
        )


def read_content(content: bytes, name: str, council: Area | None, layout: str) -> Plan:
    load_reference_once()
    with no_garbage_collection():
        return plan_of(open_workbook(content, name), council=council, layout=layout)


def plan_of(workbook: Workbook, *, council: Area | None, layout: str, **options) -> Plan:
    reading = layouts.read(workbook, layout)
    return plan(reading, council=council, on=timezone.localdate(), **options)
