"""What an administrator types about an account."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from config.form_fields import DayField
from readiness.roles import Role

ROLE_HINTS = {
    Role.CONTRIBUTOR: "adds evidence, drafts scores and updates actions",
    Role.DIRECTOR: "scores, signs off, and opens and closes self-assessments",
    Role.ANALYST: "loads data packs and sets targets",
    Role.REVIEWER: "reads what has been put forward, and changes nothing",
    Role.ADMINISTRATOR: "looks after accounts and reference data",
    Role.VISITOR: "reads one closed round, for the days of an invitation",
}
GIVEN_HERE = [role for role in Role if role != Role.VISITOR]
"""Whoever is invited to a closed round has their role from the invitation."""


def choices_of(roles) -> list[tuple[str, str]]:
    return [(role.value, f"{role.label}: {ROLE_HINTS[role]}") for role in roles]


class RolesField(forms.MultipleChoiceField):
    def __init__(self):
        super().__init__(
            choices=choices_of(GIVEN_HERE),
            widget=forms.CheckboxSelectMultiple,
            help_text="A peer reviewer has no other role.",
            error_messages={"required": "Choose at least one role."},
        )


class LastDayField(DayField):
    def __init__(self):
        super().__init__(
            label="Last day of access",
            required=False,
            help_text="For a visit. Leave empty where there is none.",
        )


class NewAccountForm(forms.Form):
    name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter their name."}
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=150,
        help_text="They sign in with it. The invitation is sent there.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address such as name@council.example.",
        },
    )
    roles = RolesField()
    last_day = LastDayField()


class AccountForm(forms.Form):
    roles = RolesField()
    last_day = LastDayField()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if Role.VISITOR in self.initial.get("roles", ()):
            self.fields["roles"].choices = choices_of([Role.VISITOR])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        help_text="Kept with the account's history, for example “left the council”.",
        error_messages={"required": "Say why, for those who read the history later."},
    )


class AccountFilter(django_filters.FilterSet):
    """The list of accounts by words, role and whether they can sign in."""

    OPEN, CLOSED, INVITED = "open", "closed", "invited"

    words = django_filters.CharFilter(label="Name or e-mail", method="with_words")
    role = django_filters.ChoiceFilter(
        label="Role", choices=Role.choices, field_name="groups__name", empty_label="Any role"
    )
    state = django_filters.ChoiceFilter(
        label="State",
        method="in_state",
        empty_label="Any state",
        choices=[
            (OPEN, "Can sign in"),
            (INVITED, "Has not signed in yet"),
            (CLOSED, "Closed, or last day has passed"),
        ],
    )

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def with_words(self, accounts, name, value):
        for word in value.split():
            accounts = accounts.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word)
            )
        return accounts

    def in_state(self, accounts, name, value):
        closed = Q(is_active=False) | Q(access__last_day__lt=self.on)
        if value == self.CLOSED:
            return accounts.filter(closed)
        accounts = accounts.exclude(closed)
        return accounts.filter(last_login=None) if value == self.INVITED else accounts
