"""Where to go from a data pack whose figures are in use: three queries at most."""

from dataclasses import dataclass

from django.conf import settings

from indicators import periods
from indicators.models import Area, DataPack, Indicator, Outturn
from indicators.reporting_periods import in_code


@dataclass(frozen=True)
class InUse:
    """Whose scorecard shows its figures and for which period; the indicators it brought."""

    council: str = ""  # ONS code; empty where the file has figures of no council
    council_name: str = ""
    period_code: str = ""
    period_words: str = ""
    added: tuple[Indicator, ...] = ()

    @property
    def not_rated(self) -> tuple[Indicator, ...]:
        """Those of which nobody has said which way is better."""
        return tuple(one for one in self.added if one.polarity == Indicator.Polarity.NONE)


def find(pack: DataPack) -> InUse | None:
    if pack.state != DataPack.State.IN_USE:
        return None
    added = tuple(
        Indicator.objects.filter(first_named_by=pack, retired_from=None).order_by("position")
    )
    latest = latest_figure(pack)
    if latest is None:
        return InUse(added=added)
    spec = (latest.period.kind, latest.period.starts_on, latest.period.ends_on)
    return InUse(latest.area.code, latest.area.name, in_code(*spec), periods.label(*spec), added)


def latest_figure(pack: DataPack) -> Outturn | None:
    """The newest of the council the file is of; else of our own; else of any council."""
    figures = Outturn.objects.current().filter(data_pack=pack, area__kind=Area.Kind.COUNCIL)
    newest = figures.select_related("area", "period").order_by(
        "-period__ends_on", "period__starts_on", "pk"
    )
    if pack.council_id:
        return newest.filter(area=pack.council_id).first()
    return newest.filter(area__code=settings.COUNCIL_CODE).first() or newest.first()
