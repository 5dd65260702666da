"""What the pages about data packs say, in words. One query a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404
from django.utils.text import capfirst

from config.addresses import address_of
from config.wording import moment_in_words, name_of
from indicators import data_pack_in_use, preview_lines
from indicators.data_pack_in_use import InUse
from indicators.data_pack_plan import MAX_LISTED
from indicators.layouts import LAYOUTS
from indicators.models import DataPack

State = DataPack.State

CHANGES_ON_A_PAGE = 50
LAYOUT_WORDS = {layout.NAME: capfirst(layout.TITLE) for layout in LAYOUTS}
COLOURS = {
    State.RECEIVED: "grey",
    State.READING: "blue",
    State.PREVIEWED: "yellow",
    State.UNMAPPED: "yellow",
    State.REFUSED: "red",
    State.CONFIRMED: "blue",
    State.WRITING: "blue",
    State.IN_USE: "green",
    State.FAILED: "red",
    State.DISCARDED: "grey",
    State.UNDONE: "grey",
}
REASONS = (
    ("missing", "not available"),
    ("suppressed", "suppressed"),
    ("not_applicable", "not applicable"),
    ("low", "low: 0 after rounding"),
)
STATE_WORDS = {**dict(REASONS), "ok": "figure"}


@dataclass(frozen=True)
class LookAt:
    """Something to look at: where, the text there, what it means and what will be done."""

    where: str
    text: str
    message: str
    must_be_put_right: bool


@dataclass(frozen=True)
class Change:
    """A figure that is there already and would be replaced."""

    measure: str
    place: str
    period: str
    cell: str
    old: str
    new: str
    difference: str = ""


@dataclass(frozen=True)
class StateCounts:
    """A row of the table of what the file holds: figures, or a reason why there are none."""

    words: str
    new: int
    changed: int
    unchanged: int

    @property
    def together(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True)
class DataPackPage:
    pack: DataPack
    state_words: str
    state_colour: str
    is_working: bool
    progress_words: str
    progress_percent: int | None
    sentence: str = ""
    look_at: tuple[LookAt, ...] = ()
    problem_count: int = 0
    not_figures: int = 0
    changes: tuple[Change, ...] = ()
    change_count: int = 0
    page_number: int = 1
    by_state: tuple[StateCounts, ...] = ()
    revises: tuple[dict, ...] = ()
    needs_council: bool = False
    new_count: int = 0
    new_measures: tuple[dict, ...] = ()
    unknown_count: int = 0
    clashes: tuple[dict, ...] = ()
    renamed_count: int = 0
    comparators: int = 0
    targets: int = 0
    changed_targets: tuple[dict, ...] = ()
    changed_target_count: int = 0
    read_as: str = ""
    saved_mapping: str = ""
    in_use: InUse | None = None
    history: tuple[str, ...] = field(default=())

    @property
    def to_write(self) -> int:
        return self.new_count + self.change_count + self.comparators

    @property
    def new_targets(self) -> int:
        return self.targets - self.changed_target_count

    @property
    def something_to_write(self) -> bool:
        return bool(self.to_write + self.targets)

    @property
    def not_rated(self) -> int:
        """New indicators of which the file does not say which way is better."""
        return sum(not one.get("polarity") for one in self.new_measures)

    @property
    def button(self) -> str:
        return f"Write {count(self.to_write, 'figure') if self.to_write else 'the targets'}"

    @property
    def council_name(self) -> str:
        """Whose figures those are that the file does not say."""
        return self.pack.council.name if self.pack.council else ""

    @property
    def columns_url(self) -> str:
        """Where what its columns are can be changed, while that still can be."""
        named = self.pack.can_be_answered and self.pack.first_look
        return address_of("name_sheets", self.pack.pk) if named else ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.change_count // CHANGES_ON_A_PAGE))

    @property
    def first_change(self) -> int:
        return (self.page_number - 1) * CHANGES_ON_A_PAGE + 1

    @property
    def last_change(self) -> int:
        return self.first_change + len(self.changes) - 1

    @property
    def can_confirm(self) -> bool:
        ready = self.pack.state == State.PREVIEWED
        return ready and not self.problem_count and self.something_to_write

    @property
    def can_download(self) -> bool:
        """Whether there is a list of everything in the preview, or in use, to take away."""
        return bool(self.pack.preview_file) or self.pack.state == State.IN_USE

    @property
    def promise(self) -> str:
        """Exactly what confirming does."""
        parts = []
        if self.new_count:
            parts.append(f"adds {count(self.new_count, 'figure')}")
        if self.comparators:
            words = "of England or the region, where none is held"
            parts.append(f"adds {count(self.comparators, 'figure')} {words}")
        if self.new_targets:
            parts.append(f"sets {count(self.new_targets, 'target')}")
        if self.changed_target_count:
            parts.append(f"changes {count(self.changed_target_count, 'target')}")
        if self.change_count:
            old = "one" if self.change_count == 1 else "ones"
            parts.append(f"replaces {count(self.change_count, 'figure')} and keeps the old {old}")
        said = " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
        return f"This {said}. Nothing else changes, and it can be undone."


def find(pk: int, *, page_number: int = 1) -> DataPackPage:
    """Raises ``DataPack.DoesNotExist``."""
    people = ("received_by", "confirmed_by", "discarded_by", "undone_by", "words_kept_by")
    return build(
        DataPack.objects.select_related(*people, "council").get(pk=pk), page_number=page_number
    )


def find_or_404(pk: int, *, page_number: int = 1) -> DataPackPage:
    try:
        return find(pk, page_number=page_number)
    except DataPack.DoesNotExist:
        raise Http404 from None


def build(pack: DataPack, *, page_number: int = 1) -> DataPackPage:
    preview = pack.preview or {}
    problems = preview.get("problems", ())
    count_of_changes = preview.get("changed", 0)
    last_page = max(1, -(-count_of_changes // CHANGES_ON_A_PAGE))
    page_number = min(max(page_number, 1), last_page)
    return DataPackPage(
        pack=pack,
        state_words=state_words(pack, preview),
        state_colour=COLOURS[State(pack.state)],
        is_working=pack.is_working,
        progress_words=progress_words(pack),
        progress_percent=percent_done(pack),
        sentence=sentence(preview) if preview else "",
        look_at=(
            *(look_at(problem, must_be_put_right=True) for problem in problems),
            *(look_at(one, must_be_put_right=False) for one in preview.get("warnings", ())),
        ),
        problem_count=preview.get("problem_count", len(problems)),
        not_figures=preview.get("not_figures", 0) if pack.can_be_answered else 0,
        changes=tuple(changes_of(pack, (page_number - 1) * CHANGES_ON_A_PAGE)),
        change_count=count_of_changes,
        page_number=page_number,
        by_state=tuple(by_state(preview)),
        revises=tuple(preview.get("revises", ())),
        needs_council=preview.get("needs_council", False) and pack.can_be_answered,
        new_count=preview.get("new", 0),
        new_measures=tuple(preview.get("new_measures", ())),
        unknown_count=len(preview.get("unknown", ())),
        clashes=tuple(clashes_of(preview)),
        renamed_count=len(preview.get("renamed", ())),
        comparators=preview.get("comparators", 0),
        targets=preview.get("targets", 0),
        changed_targets=tuple(preview.get("changed_targets", ())),
        changed_target_count=preview.get("changed_target_count", 0),
        read_as=LAYOUT_WORDS.get(pack.layout, ""),
        saved_mapping=saved_words(preview),
        in_use=data_pack_in_use.find(pack),
        history=tuple(history(pack)),
    )


def state_words(pack: DataPack, preview: dict) -> str:
    """A file that has been read is not always ready: it may wait for an answer, or be amiss."""
    if pack.state == State.PREVIEWED and preview.get("needs_council"):
        return "Needs an answer"
    if pack.state == State.PREVIEWED and preview.get("problems"):
        return "Needs putting right"
    return pack.get_state_display()


def clashes_of(preview: dict) -> Iterator[dict]:
    """Codes that are another indicator's in our list, with both titles."""
    titles = {one["code"]: one["title"] for one in preview.get("unknown", ())}
    for code, clash in preview.get("clashes", {}).items():
        yield {"code": code, "ours": clash["title"], "here": titles.get(code, "")}


def saved_words(preview: dict) -> str:
    name = preview.get("saved_mapping")
    return f"By those saved as “{name}”" if name else ""


def by_state(preview: dict) -> Iterator[StateCounts]:
    """Figures first, then the reasons why there are none."""
    table = preview.get("by_state", {})
    for state, words in (("ok", "figures"), *REASONS):
        if counts := table.get(state):
            outcomes = (counts.get(name, 0) for name in ("new", "changed", "unchanged"))
            yield StateCounts(capfirst(words), *outcomes)


def changes_of(pack: DataPack, first: int) -> list[Change]:
    """A page of what changes: the first ones are with the pack, all of them in its file."""
    last = first + CHANGES_ON_A_PAGE
    if last <= MAX_LISTED or not pack.preview_file:
        return [change(one) for one in (pack.preview or {}).get("changes", ())[first:last]]
    return [change_of_line(line) for line in preview_lines.changed(pack, first, CHANGES_ON_A_PAGE)]


def change_of_line(line: preview_lines.Line) -> Change:
    old, new = (
        one if isinstance(one, str) else f"{one:,.12g}" for one in (line.before, line.after)
    )
    row = line.row if isinstance(line.row, str) else f"{line.row:.0f}"
    where = f"{line.sheet}, cell {line.column}{row}"
    moved = difference(line.before, line.after)
    return Change(line.indicator, line.place, line.period, where, old, new, moved)


def difference(old: object, new: object) -> str:
    """``+0.5``, with a minus sign as it is printed; nothing where one of them is a word."""
    if not isinstance(old, float | int) or not isinstance(new, float | int) or old == new:
        return ""
    return f"{new - old:+,.6g}".replace("-", "−")


def progress_words(pack: DataPack) -> str:
    if pack.state == State.WRITING and pack.progress_of:
        done, of = intcomma(pack.progress), intcomma(pack.progress_of)
        return f"{done} of {of} figures written"
    return {
        State.RECEIVED: "It starts in a moment",
        State.READING: "Reading the file and comparing it with the figures here",
        State.CONFIRMED: "It starts in a moment",
        State.WRITING: "Getting ready to write",
    }.get(State(pack.state), "")


def percent_done(pack: DataPack) -> int | None:
    if pack.state != State.WRITING or not pack.progress_of:
        return None
    return 100 * pack.progress // pack.progress_of


def sentence(preview: dict) -> str:
    """The whole file in one or two sentences, counts first."""
    states = preview["states"]
    total = sum(states.values())
    reasons = [f"{intcomma(states[key])} {words}" for key, words in REASONS if states.get(key)]
    without = f"; of these, {', '.join(reasons)}" if reasons else ""
    if others := preview.get("comparators"):
        verb = "is" if others == 1 else "are"
        without += f". {intcomma(others)} more {verb} of England or the region"
    looks = preview.get("problem_count", 0) + len(preview["warnings"])
    looking = f"{count(looks, 'thing')} to look at." if looks else "Nothing needs a second look."
    return (
        f"{count(preview['tables'], 'table')} recognised. {count(total, 'figure')}: "
        f"{intcomma(preview['new'])} new, {intcomma(preview['changed'])} changed, "
        f"{intcomma(preview['unchanged'])} unchanged{without}. {looking}"
    )


def count(number: int, word: str) -> str:
    return f"{intcomma(number)} {word}{'' if number == 1 else 's'}"


def look_at(problem: dict, *, must_be_put_right: bool) -> LookAt:
    where = ", ".join(part for part in (problem["sheet"], position(problem)) if part)
    return LookAt(where, problem["value"], problem["message"], must_be_put_right)


def position(problem: dict) -> str:
    column, row = problem["column"], problem["row"]
    if column and row:
        return f"cell {column}{row}"
    return f"row {row}" if row else f"column {column}" if column else ""


def change(one: dict) -> Change:
    old, new = (f"{said(one[key])}{differences(one, key)}" for key in ("old", "new"))
    return Change(
        measure=one["measure"],
        place=one["place"],
        period=one["period"],
        cell=f"{one['sheet']}, cell {one['cell']}",
        old=old,
        new=new,
        difference=difference(one["old"]["value"], one["new"]["value"]),
    )


def said(figure: dict) -> str:
    """A figure as a person would say it, or the reason there is none."""
    if figure["value"] is None:
        return STATE_WORDS.get(figure["state"], figure["state"])
    return f"{figure['value']:,.12g}"


def differences(one: dict, key: str) -> str:
    """Where the figure itself is the same, what else is not."""
    same = said(one["old"]) == said(one["new"])
    return f" ({', '.join(one['what'])} changed)" if same and key == "new" else ""


def history(pack: DataPack):
    """Who did what and when, newest last."""
    yield f"Received {moment_in_words(pack.received_at)}{by(pack.received_by)}"
    if pack.words_kept_at:
        moment = moment_in_words(pack.words_kept_at)
        yield f"Cells that are no exact figure kept as words {moment}{by(pack.words_kept_by)}"
    if pack.confirmed_at:
        yield f"Confirmed {moment_in_words(pack.confirmed_at)}{by(pack.confirmed_by)}"
    if pack.discarded_at:
        yield f"Discarded {moment_in_words(pack.discarded_at)}{by(pack.discarded_by)}"
    if pack.undone_at:
        yield f"Undone {moment_in_words(pack.undone_at)}{by(pack.undone_by)}"


def by(person) -> str:
    return f" by {name_of(person)}" if person else ""


def held_words(pack: DataPack) -> str:
    """What to say when the same content is sent again."""
    when = moment_in_words(pack.received_at) + by(pack.received_by)
    return f"You already have this file: it was loaded on {when}, as “{pack.title}”."
