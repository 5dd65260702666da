"""A peer reviewer invited to last year's closed round, who has begun to read."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from readiness import visits
from readiness.demo import accounts
from readiness.demo.dating import dated
from readiness.models import Downloads, RoundSnapshot, Statement, Visit, VisitRead

VISIT = Path(__file__).resolve().parent / "visit.toml"
BEGAN = timedelta(days=1)
LASTS = timedelta(days=12)
What = VisitRead.What


@transaction.atomic
def load_visit(*, by, on: date) -> None:
    """Safe to repeat: while the invitation stands nothing is added, and after its last day the same
    reviewer is invited again, so that the account always opens. One that was withdrawn stays so."""
    snapshot = RoundSnapshot.objects.order_by("pk").first()
    held = Visit.objects.filter(reviewer__username=accounts.address("visitor"))
    if snapshot is None or held.filter(withdrawn_at__isnull=False).exists():
        return
    if held.of_the_days_to_come(on=on).exists():
        return
    said = tomllib.loads(VISIT.read_text(encoding="utf-8"))
    with dated(on - BEGAN):
        visit = invite(said, snapshot, by=by, on=on)
        read_some(visit, said["read"])
    accounts.give_password(visit.reviewer)


def invite(said: dict, snapshot: RoundSnapshot, *, by, on: date) -> Visit:
    return visits.invite(
        email=accounts.address("visitor"),
        name=accounts.PEOPLE["visitor"][0],
        snapshot=snapshot,
        starts_on=on - BEGAN,
        last_day=on + LASTS,
        downloads=Downloads.PAGES,
        about_the_council=said["about_the_council"],
        begin_with=Statement.objects.filter(slug__in=said["begin_with"]),
        why_begin_there=said["why_begin_there"],
        by=by,
        on=on,
    )


def read_some(visit: Visit, slugs: list[str]) -> None:
    reviewer = visit.reviewer
    visits.note_read(visit, what=What.START, title=visit.snapshot.content["title"], by=reviewer)
    for slug in slugs:
        one = Statement.objects.get(slug=slug, snapshots__snapshot=visit.snapshot)
        visits.note_read(visit, what=What.STATEMENT, title=one.title, statement=one, by=reviewer)
