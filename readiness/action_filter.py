"""Which actions a list shows, read from the address."""

import django_filters
from django import forms
from django.db.models import Q

from readiness.models import Action, ActionUpdate, Status

OVERDUE, NO_DATE = "overdue", "none"


class ActionFilter(django_filters.FilterSet):
    """Choices come in as lists already read, so that choosing costs no further query."""

    text = django_filters.CharFilter(label="Words", method="with_words")
    status = django_filters.ChoiceFilter(
        label="Status", choices=Status.choices, empty_label="Any status"
    )
    priority = django_filters.ChoiceFilter(label="Priority", empty_label="Any priority")
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Anybody")
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", method="for_statement"
    )
    due = django_filters.ChoiceFilter(
        label="Due",
        empty_label="Any time",
        choices=[(OVERDUE, "Overdue"), (NO_DATE, "No due date")],
        method="by_due_date",
    )

    class Meta:
        model = Action
        fields = ["text", "status", "priority", "owner", "statement", "due"]

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
        return actions.filter(due_on__isnull=True)
