"""What each person's weekly digest says: their own work first, then, for those who want it, news.

A digest is a list of sections. To add one, write a function that yields (person's id, ``Item``)
for all people in one query, and put it in ``SECTIONS``. An item's key says what has been told, so
that nobody is told twice; where it depends on a day, the day is in the key, and a new day is news.

Only reads: ``digest_sending`` sends and remembers.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, F, Max, Subquery
from django.template.defaultfilters import truncatechars
from django.utils import timezone

from config.addresses import address_of
from config.wording import day_in_words, name_of
from evidence.models import Document
from indicators.commentary_needed import figures_needing_commentary
from indicators.models import Indicator, OwedFigure
from indicators.periods import label as period_label
from readiness.models import (
    Action,
    AssessmentTask,
    DigestItem,
    EvidenceLink,
    EvidenceRequest,
    Recommendation,
    ReturnItem,
    StatementWork,
    UpdateDeadline,
    Verdict,
)
from readiness.quarters import reported_quarter, usual_deadline
from readiness.roles import people_who_may
from readiness.round_work import unfinished, unseen_mentions
from readiness.update_mail import update_address
from readiness.working_days import countdown

NEWS_SHOWN = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One thing to know. ``key`` is what is remembered of it; ``address`` is a path."""

    key: str
    words: str
    address: str


Found = Iterable[tuple[int, Item]]


@dataclass(frozen=True)
class Section:
    """``find(people, on)``: everything of a kind for all of these people, in one query, or as few
    for all of them as for one."""

    heading: str
    find: Callable[[Collection[int], date], Found]
    more: str
    """The name of the page that has all of it."""
    is_extra: bool = False


@dataclass(frozen=True)
class Told:
    """A section as one person gets it: what is new to them, and how much they were told before."""

    heading: str
    items: tuple[Item, ...]
    before: int
    more: str
    is_extra: bool


@dataclass(frozen=True)
class PersonalDigest:
    person: User
    sections: tuple[Told, ...]

    @property
    def keys(self) -> list[str]:
        return [item.key for section in self.sections for item in section.items]

    @property
    def is_worth_sending(self) -> bool:
        return bool(self.keys)

    @property
    def subject(self) -> str:
        mine = sum(len(section.items) for section in self.sections if not section.is_extra)
        if not mine:
            return "Your week in Golden Thread"
        return f"Your week in Golden Thread: {mine} thing{' needs' if mine == 1 else 's need'} you"


def build(*, on: date, only: Collection[int] | None = None) -> list[PersonalDigest]:
    """The digest of everybody who works here, or of some: as many queries for one as for all."""
    people = list(readers(only))
    ids = [person.pk for person in people]
    told = keys_told(ids)
    found = {section: by_person(section.find(ids, on)) for section in SECTIONS}
    return [
        PersonalDigest(
            person,
            tuple(
                told_of(section, items, told[person.pk])
                for section in SECTIONS
                if wants(person, section) and (items := found[section].get(person.pk))
            ),
        )
        for person in people
    ]


def readers(only: Collection[int] | None):
    people = people_who_may("readiness.view_my_work").exclude(email="")
    people = people.select_related("digest_choice")
    return people if only is None else people.filter(pk__in=only)


def wants(person, section: Section) -> bool:
    choice = getattr(person, "digest_choice", None)
    return not section.is_extra or choice is None or choice.wants_extras


def keys_told(ids: Collection[int]) -> defaultdict[int, set[str]]:
    told: defaultdict[int, set[str]] = defaultdict(set)
    for person_id, key in DigestItem.objects.filter(person__in=ids).values_list("person", "key"):
        told[person_id].add(key)
    return told


def by_person(found: Found) -> dict[int, list[Item]]:
    items: defaultdict[int, list[Item]] = defaultdict(list)
    for person_id, item in found:
        items[person_id].append(item)
    return items


def told_of(section: Section, items: list[Item], told: set[str]) -> Told:
    new = tuple(item for item in items if item.key not in told)
    before = 0 if section.is_extra else len(items) - len(new)
    return Told(section.heading, new, before, address_of(section.more), section.is_extra)


# --- what there is to tell ------------------------------------------------------------------


def evidence_past(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    for person_id, pk, title, day in reviewed(Document.objects.past_review(on=on), people):
        words = f"{title}: its review was due {day_in_words(day)}"
        yield person_id, Item(f"evidence-past:{pk}:{day}", words, address_of("document", pk))


def evidence_soon(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    for person_id, pk, title, day in reviewed(Document.objects.due_for_review(on=on), people):
        words = f"{title}: review by {day_in_words(day)}"
        yield person_id, Item(f"evidence-soon:{pk}:{day}", words, address_of("document", pk))


def reviewed(documents, people: Collection[int]):
    mine = documents.filter(owner__in=people).order_by("review_by", "pk")
    return mine.values_list("owner", "pk", "title", "review_by")


def requests_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    owed = EvidenceRequest.objects.owed().filter(asked_of__in=people).order_by("due_on", "pk")
    for person_id, pk, wanted, day in owed.values_list("asked_of", "pk", "wanted", "due_on"):
        late = "was wanted by" if day < on else "wanted by"
        words = f"{wanted}: {late} {day_in_words(day)}"
        state = "late" if day < on else "owed"
        yield (
            person_id,
            Item(f"request-{state}:{pk}:{day}", words, address_of("evidence_request", pk)),
        )


def requests_to_check(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    answered = EvidenceRequest.objects.to_be_checked().filter(asked_by__in=people).order_by("pk")
    for person_id, pk, wanted in answered.values_list("asked_by", "pk", "wanted"):
        words = f"{wanted}: there is an answer to check"
        yield person_id, Item(f"request-check:{pk}", words, address_of("evidence_request", pk))


def evidence_sent_back(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    """What they put forward and a curator did not take, whoever asked for it."""
    links = EvidenceLink.objects.live().judged(Verdict.RETURNED).filter(linked_by__in=people)
    links = links.annotate(said=Max("appraisals")).order_by("-pk")
    names = ("linked_by", "said", "document", "document__title", "statement__title")
    for person_id, said, document, title, statement in links.values_list(*names):
        words = f"{title}, for {statement}: see why, and put it right"
        yield person_id, Item(f"sent-back:{said}", words, address_of("document", document))


def figures_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    """A line for each round, however many figures of it are somebody's."""
    owed = OwedFigure.objects.owed(on=on).filter(owner__in=people).order_by("round__due_on")
    period = tuple(f"round__period__{name}" for name in ("kind", "starts_on", "ends_on"))
    rounds = owed.values_list("owner", "round", "round__due_on", *period).annotate(n=Count("pk"))
    for person_id, pk, day, *about, count in rounds:
        figures = f"{count} figure{'' if count == 1 else 's'} for {period_label(*about)}"
        state, late = ("late", "were due") if day < on else ("owed", "to enter by")
        words = f"{figures}: {late} {day_in_words(day)}"
        yield person_id, Item(f"figures-{state}:{pk}:{day}", words, address_of("enter_figures", pk))


def figures_unexplained(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    """Two queries: the figures and their targets."""
    for each in figures_needing_commentary(Indicator.objects.in_use().filter(owner__in=people)):
        indicator, period, owner = each.indicator, each.period, each.indicator.owner_id
        words = f"{indicator.name}: {each.value_text}, {period}"
        key = f"unexplained:{indicator.pk}:{period.pk}"
        if owner is not None:
            yield owner, Item(key, words, address_of("indicator", indicator.code))


def actions_overdue(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    late = Action.objects.filter(owner__in=people).overdue(on=on).order_by("due_on", "pk")
    for person_id, pk, title, day in late.values_list("owner", "pk", "title", "due_on"):
        words = f"{title}: was due {day_in_words(day)}"
        yield person_id, Item(f"action-late:{pk}:{day}", words, address_of("action", pk))


def statements_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    """Statements they lead whose score is due within the week, or was."""
    led = StatementWork.objects.filter(lead__in=people, due_on__lte=on + WEEK)
    named = unfinished(led).annotate(day=F("due_on")).order_by("due_on", "pk")
    for person_id, pk, title, day in named.values_list("lead", "pk", "statement__title", "day"):
        late = day < on
        words = f"{title}: its score {'was' if late else 'is'} due {day_in_words(day)}"
        key = f"statement-{'late' if late else 'soon'}:{pk}:{day}"
        yield person_id, Item(key, words, address_of("open_work", pk))


def mentions(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    unread = unseen_mentions(F("mentioned")).filter(mentioned__in=people).order_by("pk")
    named = unread.select_related("said_by", "statement").annotate(person=F("mentioned"))
    for said in named:
        words = f"{name_of(said.said_by)} mentions you on {said.statement.title}"
        yield said.person, Item(f"mention:{said.pk}", words, address_of("open_comment", said.pk))


def updates_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    quarter = reported_quarter(on)
    settled = UpdateDeadline.objects.filter(quarter_starts_on=quarter.starts_on)
    owed = Action.objects.owing_update(quarter).filter(owner__in=people)
    owed = owed.annotate(settled=Subquery(settled.values("due_on")[:1])).order_by("due_on", "pk")
    for person_id, pk, title, settled_on in owed.values_list("owner", "pk", "title", "settled"):
        day = settled_on or usual_deadline(quarter)
        words = f"{title}: say how {quarter} went, by {day_in_words(day)}"
        key = f"update:{pk}:{quarter.starts_on}:{day}"
        yield person_id, Item(key, words, update_address(pk, quarter))


def recommendations_to_answer(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    waiting = Recommendation.objects.to_be_answered().filter(lead__in=people)
    waiting = waiting.order_by("answer_by", "pk")
    for person_id, pk, words, day in waiting.values_list("lead", "pk", "words", "answer_by"):
        late, state = ("was due", "late") if day < on else ("is due", "owed")
        said = f"{truncatechars(words, 100)}: an answer {late} {day_in_words(day)}"
        yield person_id, Item(f"recommendation-{state}:{pk}:{day}", said, at_recommendation(pk))


def at_recommendation(pk: int) -> str:
    return address_of("recommendation", pk)


def return_items_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    waiting = ReturnItem.objects.unfinished().filter(owner__in=people).order_by("day", "pk")
    for person_id, pk, code, title, day in waiting.values_list(
        "owner", "pk", "code", "title", "day"
    ):
        words = f"{truncatechars(f'{code} {title}', 100)}: {by_the_clock(day, on)}"
        state = "late" if day < on else "owed"
        yield person_id, Item(f"return-{state}:{pk}:{day}", words, address_of("return_item", pk))


def tasks_owed(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    waiting = AssessmentTask.objects.open().filter(owner__in=people).order_by("due_on", "pk")
    for person_id, assessment, pk, title, day in waiting.values_list(
        "owner", "assessment", "pk", "title", "due_on"
    ):
        state = "late" if day < on else "owed"
        words = f"{truncatechars(title, 100)}: {by_the_clock(day, on)}"
        address = address_of("assessment", assessment)
        yield person_id, Item(f"task-{state}:{pk}:{day}", words, address)


def by_the_clock(day: date, on: date) -> str:
    """ "due 14 December 2026, 16 working days left", as the clock of the assessment says it."""
    return f"due {day_in_words(day)}, {countdown(day, on=on)}"


def impact_wanted(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    asked = Action.objects.filter(owner__in=people).awaiting_impact(on=on)
    asked = asked.order_by("implemented_on", "pk")
    for person_id, pk, title, day in asked.values_list("owner", "pk", "title", "implemented_on"):
        words = f"{title}: in use since {day_in_words(day)}. What has it changed?"
        yield person_id, Item(f"impact:{pk}:{day}", words, address_of("record_impact", pk))


def added_lately(people: Collection[int], on: date) -> Iterator[tuple[int, Item]]:
    """The same few for everybody: what came into the library in the week before."""
    since = timezone.make_aware(datetime.combine(on - WEEK, time.min))
    until = timezone.make_aware(datetime.combine(on, time.min))
    new = Document.objects.filter(added_at__gte=since, added_at__lt=until)
    items = [
        Item(f"added:{pk}", title, address_of("document", pk))
        for pk, title in new.order_by("-added_at").values_list("pk", "title")[:NEWS_SHOWN]
    ]
    return ((person_id, item) for person_id in people for item in items)


SECTIONS: tuple[Section, ...] = (
    Section("Evidence asked of you", requests_owed, "request_list"),
    Section("Evidence for you to check", requests_to_check, "request_list"),
    Section("Evidence of yours that was sent back", evidence_sent_back, "my_work"),
    Section("Your evidence that is out of date", evidence_past, "review_list"),
    Section("Your evidence to look at again soon", evidence_soon, "review_list"),
    Section("Statements you lead", statements_owed, "my_work"),
    Section("Comments that mention you", mentions, "my_work"),
    Section("Your actions that are overdue", actions_overdue, "my_work"),
    Section("Figures for you to enter", figures_owed, "collection_rounds"),
    Section("Your figures that miss their target unexplained", figures_unexplained, "my_work"),
    Section("Your quarterly updates", updates_owed, "my_work"),
    Section("Recommendations for you to answer", recommendations_to_answer, "my_work"),
    Section("For the assessment by CQC", tasks_owed, "my_work"),
    Section("For the information return", return_items_owed, "my_work"),
    Section("What did your actions change?", impact_wanted, "my_work"),
    Section("New in the evidence library", added_lately, "library", is_extra=True),
)


def of_person(person, *, on: date) -> PersonalDigest:
    """One person's digest as it would be sent now; empty for somebody who gets none."""
    found = build(on=on, only=[person.pk])
    return found[0] if found else PersonalDigest(person, ())


def choice_of(person) -> bool:
    """Whether the person wants the extras."""
    people = get_user_model().objects.filter(pk=person.pk, digest_choice__wants_extras=False)
    return not people.exists()
