"""What readers outside the council were shown and not shown by copies issued before.

With each copy those counts are kept that anything was withheld among, with the sums that tie them,
and which outturns it showed. A later copy is decided as though its readers held all of them beside
it. An outturn never changes (a revision is another one), so the same name is the same number.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from indicators.suppression import Before, Sum, apart
from readiness.models import Audience, IssuedCopy


@dataclass(frozen=True)
class Kept:
    """Of one copy. ``shown`` are outturns, the others names of counts."""

    counts: Mapping[Hashable, int]
    sums: tuple[Sum, ...]
    never_shown: frozenset
    withheld: frozenset
    shown: frozenset[int]

    def as_json(self) -> dict:
        return {
            "counts": [[plain(key), count] for key, count in self.counts.items()],
            "sums": [[plain(each.whole), plain(each.parts)] for each in self.sums],
            "never_shown": sorted(map(plain, self.never_shown), key=str),
            "withheld": sorted(map(plain, self.withheld), key=str),
            "shown": sorted(self.shown),
        }


def from_json(kept: dict) -> Kept:
    return Kept(
        counts={named(key): count for key, count in kept["counts"]},
        sums=tuple(Sum(named(whole), named(parts)) for whole, parts in kept["sums"]),
        never_shown=frozenset(map(named, kept["never_shown"])),
        withheld=frozenset(map(named, kept["withheld"])),
        shown=frozenset(kept["shown"]),
    )


def plain(key):
    return [plain(part) for part in key] if isinstance(key, tuple) else key


def named(key):
    return tuple(named(part) for part in key) if isinstance(key, list) else key


def kept_of(
    counts: Mapping[Hashable, int],
    sums: Iterable[Sum],
    never_shown: Collection[Hashable],
    withheld: Collection[Hashable],
    shown: Collection[int],
) -> Kept:
    """Only what something is withheld among: of the rest there is nothing to find out."""
    groups = [group for group in apart(counts, sums) if any(key in withheld for key in group.keys)]
    keys = {key for group in groups for key in group.keys}
    return Kept(
        counts={key: counts[key] for key in counts if key in keys},
        sums=tuple(each for group in groups for each in group.sums),
        never_shown=frozenset(keys.intersection(never_shown)),
        withheld=frozenset(keys.intersection(withheld)),
        shown=frozenset(shown),
    )


@dataclass(frozen=True)
class Earlier:
    """All copies together."""

    copies: tuple[Kept, ...] = ()

    @property
    def counts(self) -> dict[Hashable, int]:
        return {key: count for copy in self.copies for key, count in copy.counts.items()}

    @property
    def sums(self) -> list[Sum]:
        return list(dict.fromkeys(each for copy in self.copies for each in copy.sums))

    @property
    def never_shown(self) -> set[Hashable]:
        return {key for copy in self.copies for key in copy.never_shown}

    def before(self, counts: Iterable[Hashable], names: Iterable[str]) -> Before:
        """``names`` are those that the counts of an outturn have."""
        shown = {(pk, name) for copy in self.copies for pk in copy.shown for name in names}
        withheld = {key for copy in self.copies for key in copy.withheld}
        return Before(frozenset(shown.intersection(counts)), frozenset(withheld))


NOTHING_BEFORE = Earlier()


def known_outside() -> Earlier:
    """One query. Papers for committee are published, so one that reads either may hold both."""
    copies = IssuedCopy.objects.exclude(audience=Audience.INTERNAL).order_by("pk")
    kept = copies.values_list("figures", flat=True)
    return Earlier(tuple(from_json(each) for each in kept if each))
