"""Targets, made up so that the demonstration shows figures met, within tolerance and not met."""

import tomllib
from pathlib import Path

from indicators.models import Indicator, Target
from indicators.targets import set_target

TARGETS = Path(__file__).resolve().parent / "targets.toml"


def load_targets(*, by) -> None:
    """Safe to repeat: an indicator that has a target of ours keeps it."""
    content = tomllib.loads(TARGETS.read_text(encoding="utf-8"))
    wanted = content["targets"]
    held = Target.objects.ours().values("indicator")
    for indicator in Indicator.objects.filter(code__in=wanted).exclude(pk__in=held):
        set_target(
            indicator=indicator,
            period=content["period"],
            value=wanted[indicator.code],
            reason=content["reason"],
            by=by,
            seen_target=0,
        )
