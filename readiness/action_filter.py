"""Which actions a list shows, read from the address."""

import django_filters
from django import forms
from django.db.models import OuterRef, Q, Subquery

from readiness.models import Action, ActionUpdate, Status
from readiness.quarters import reported_quarter

OVERDUE, NO_DATE, NO_UPDATE = "overdue", "none", "update"
IMPACT_WANTED, IMPACT_SHOWN, NO_DOCUMENT, NOT_IN_USE = "wanted", "shown", "reason", "unused"


def status_choices():
    return [(status.value, status.word) for status in Status]


class ActionFilter(django_filters.FilterSet):
    """Choices come in as lists already read, so that choosing costs no further query."""

    text = django_filters.CharFilter(label="Words", method="with_words")
    status = django_filters.ChoiceFilter(
        label="Status", choices=status_choices, empty_label="Any status"
    )
    priority = django_filters.ChoiceFilter(label="Priority", empty_label="Any priority")
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Anybody")
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", method="for_statement"
    )
    due = django_filters.ChoiceFilter(
        label="Due",
        empty_label="Any time",
        choices=[
            (OVERDUE, "Overdue"),
            (NO_DATE, "No due date"),
            (NO_UPDATE, "No update for the last quarter"),
        ],
        method="by_due_date",
    )

    proof = django_filters.ChoiceFilter(
        label="Proof",
        empty_label="Any",
        choices=[
            (IMPACT_WANTED, "Six months in use, nothing shows what changed"),
            (IMPACT_SHOWN, "Has evidence of what it changed"),
            (NO_DOCUMENT, "Completed without a document"),
            (NOT_IN_USE, "Completed, not known to be in use"),
        ],
        method="by_proof",
    )

    class Meta:
        model = Action
        fields = ["text", "status", "priority", "owner", "statement", "due", "proof"]

    def __init__(self, *args, on, priorities, owners, statements, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["priority"].extra["choices"] = priorities
        self.filters["owner"].extra["choices"] = owners
        self.filters["statement"].extra["choices"] = statements
        self.filters["text"].extra["widget"] = forms.TextInput(attrs={"type": "search"})

    def with_words(self, actions, name, words):
        """Every word is in the action or in something said of it."""
        for word in words.split():
            said = ActionUpdate.objects.filter(narrative__icontains=word)
            actions = actions.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(pk__in=said.values("action"))
            )
        return actions

    def for_statement(self, actions, name, slug):
        linked = Action.statements.through.objects.filter(statement__slug=slug)
        return actions.filter(pk__in=linked.values("action"))

    def by_due_date(self, actions, name, choice):
        if choice == OVERDUE:
            return actions.overdue(on=self.on)
        if choice == NO_UPDATE:
            return actions.owing_update(reported_quarter(self.on))
        return actions.filter(due_on__isnull=True)

    def by_proof(self, actions, name, choice):
        if choice == IMPACT_WANTED:
            return actions.awaiting_impact(on=self.on)
        if choice == IMPACT_SHOWN:
            return actions.with_impact().filter(has_impact=True)
        completed = actions.filter(status=Status.COMPLETED)
        if choice == NOT_IN_USE:
            return completed.filter(implemented_on__isnull=True)
        return completed.filter(pk__in=without_document())


def without_document():
    """Actions whose latest update gives a reason in place of a document."""
    latest = ActionUpdate.objects.filter(action=OuterRef("action")).order_by("-id")
    last = ActionUpdate.objects.filter(pk=Subquery(latest.values("pk")[:1]))
    return last.exclude(why_no_proof="").values("action")
