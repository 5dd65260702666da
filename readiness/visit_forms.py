"""What a council decides about a reviewer's visit; ``visits`` decides whether it may."""

from django import forms

from config.form_fields import DayField, RowsField
from config.second_editor import SeenForm
from readiness.models import Downloads, RoundSnapshot, Statement, Visit

LAST_DAY = "They can read on this day. After it everything ends by itself."


class RoundField(forms.ModelChoiceField):
    def label_from_instance(self, snapshot):
        return str(snapshot)


class WhatTheySee(forms.Form):
    last_day = DayField(
        label="Last day",
        help_text=LAST_DAY,
        error_messages={"required": "Give the last day of the visit."},
    )
    downloads = forms.ChoiceField(
        label="What may they take away?",
        choices=Downloads.choices,
        widget=forms.RadioSelect,
        help_text="Every page they see here has their name and the time across it.",
        error_messages={"required": "Choose what they may take away."},
    )
    shows_names = forms.BooleanField(
        required=False, label="Show who scored, signed off and owns each action"
    )


class InviteForm(WhatTheySee):
    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="It stands across every page they are shown.",
        error_messages={"required": "Enter their name."},
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=150,
        help_text="The invitation is sent there, and they sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address such as name@council.example.",
        },
    )
    snapshot = RoundField(
        RoundSnapshot.objects.select_related("self_assessment").order_by("-pk"),
        label="Which closed self-assessment do they read?",
        empty_label="Choose",
        help_text="They see it as it was on the day it was closed, and nothing else.",
        error_messages={
            "required": "Choose a closed self-assessment.",
            "invalid_choice": "Choose from the list: that one is not there any more.",
        },
    )
    starts_on = DayField(
        label="First day", error_messages={"required": "Give the first day of the visit."}
    )
    about_the_council = forms.CharField(
        label="The council in five lines",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=1500,
        help_text="What somebody from elsewhere needs to know: place, people, money, what has "
        "changed, what you are proud of. They read it first.",
        error_messages={"required": "Say in a few lines who you are."},
    )
    begin_with = RowsField(
        Statement.objects.none(),
        required=False,
        label="Where should they begin?",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    why_begin_there = forms.CharField(
        required=False, max_length=300, label="Why there?", help_text="One sentence, if you like."
    )

    field_order = (
        "name",
        "email",
        "snapshot",
        "starts_on",
        "last_day",
        "downloads",
        "shows_names",
        "about_the_council",
        "begin_with",
        "why_begin_there",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = RoundSnapshot.objects.values("self_assessment__framework")
        self.fields["begin_with"].queryset = Statement.objects.filter(framework__in=kept)
        last = Visit.objects.order_by("-pk").first()
        self.initial.setdefault("about_the_council", last.about_the_council if last else "")
        self.initial.setdefault("downloads", Downloads.NONE)


class ChangeVisitForm(WhatTheySee, SeenForm):
    def __init__(self, *args, visit: Visit, **kwargs):
        names = ("last_day", "downloads", "shows_names", "revision")
        kwargs["initial"] = {name: getattr(visit, name) for name in names}
        super().__init__(*args, **kwargs)
        self.visit = visit


class WithdrawVisitForm(forms.Form):
    reason = forms.CharField(
        label="Why is the invitation withdrawn?",
        max_length=300,
        help_text="Kept with the visit. The reviewer does not see it.",
        error_messages={"required": "Say why, for those who read this later."},
    )
