"""What changed lately, of every kind, newest first, in one query."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from indicators.models import DataPack
from readiness.models import ActionUpdate, EvidenceLink, Score, SignOff
from readiness.score_reads import rounds_for

SHOWN = 8


@dataclass(frozen=True)
class Event:
    """``kind`` is score, sign_off, evidence, update or data_pack; ``key`` finds its page: the
    statement's slug, or the id of the document, action or data pack."""

    when: datetime
    kind: str
    title: str
    detail: str
    key: str
    who: str


def recent(*, user, shown: int = SHOWN) -> list[Event]:
    """Reviewers are told of sign-offs, evidence and updates; not of drafts or data packs."""
    parts = [sign_offs(rounds_for(user), shown), links(user, shown), updates(shown)]
    if user.has_perm("readiness.view_unsigned_scores"):
        parts.append(scores(shown))
    if user.has_perm("indicators.view_data_pack"):
        parts.append(data_packs(shown))
    first, *others = parts
    rows = first.union(*others, all=True).order_by("-event_when")[:shown]
    return [Event(**{name.removeprefix("event_"): row[name] for name in row}) for row in rows]


def newest(rows: QuerySet, shown: int, by: str = "-pk") -> QuerySet:
    """Only the newest of a kind: a limit inside a union is not for every database."""
    return rows.filter(pk__in=rows.order_by(by).values("pk")[:shown]).order_by()


def as_events(rows: QuerySet, kind: str | F, *, when, title, key, by, detail=None) -> QuerySet:
    name = Trim(Concat(F(f"{by}__first_name"), Value(" "), F(f"{by}__last_name")))
    return rows.values(
        event_when=F(when),
        event_kind=Cast(kind if isinstance(kind, F) else Value(kind), CharField()),
        event_title=Cast(F(title), TextField()),
        event_detail=Cast(detail or Value(""), TextField()),
        event_key=Cast(F(key), TextField()),
        event_who=Coalesce(
            NullIf(name, Value("")), F(f"{by}__email"), Value(""), output_field=TextField()
        ),
    )


def scores(shown):
    return as_events(
        newest(Score.objects, shown),
        "score",
        when="scored_at",
        title="statement__title",
        detail=Cast(F("value"), IntegerField()),
        key="statement__slug",
        by="scored_by",
    )


def sign_offs(rounds, shown):
    return as_events(
        newest(
            SignOff.objects.filter(score__self_assessment__in=rounds, withdrawal__isnull=True),
            shown,
        ),
        "sign_off",
        when="signed_at",
        title="score__statement__title",
        detail=F("score__value"),
        key="score__statement__slug",
        by="signed_by",
    )


def links(user, shown):
    return as_events(
        newest(EvidenceLink.objects.seen_by(user), shown),
        "evidence",
        when="linked_at",
        title="document__title",
        detail=F("statement__title"),
        key="document__pk",
        by="linked_by",
    )


def updates(shown):
    return as_events(
        newest(ActionUpdate.objects, shown),
        "update",
        when="updated_at",
        title="action__title",
        detail=F("status"),
        key="action__pk",
        by="updated_by",
    )


def data_packs(shown):
    in_use = DataPack.objects.filter(state=DataPack.State.IN_USE, confirmed_at__isnull=False)
    return as_events(
        newest(in_use, shown, by="-confirmed_at"),
        "data_pack",
        when="confirmed_at",
        title="title",
        key="pk",
        by="confirmed_by",
    )
