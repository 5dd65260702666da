"""Forms for what people said; ``voices`` decides."""

from django import forms

from config.form_fields import DayField
from config.second_editor import SeenForm
from readiness.models import Source, Statement, Voice
from readiness.score_reads import frameworks_in_use_first

NO_NAMES = (
    "Leave out names, addresses and anything by which somebody could be known, such as a rare "
    "illness or the name of a home."
)


class ConsentFields(forms.Form):
    agreed_on = DayField(
        label="When did they agree to it being kept?",
        error_messages={"required": "Give the day they agreed. Without consent it is not kept."},
    )
    agreed_how = forms.CharField(
        label="How did they agree?",
        max_length=200,
        help_text="And where that is kept. For example: signed form, on their record.",
        error_messages={"required": "Say how they agreed, and where that is kept."},
    )
    agreed_until = DayField(
        required=False,
        label="Until when?",
        help_text="Leave empty if they set no end. After it, the words are shown nowhere.",
    )
    for_assessment = forms.BooleanField(
        required=False, label="They agreed that CQC and peer reviewers may read it"
    )
    for_publication = forms.BooleanField(
        required=False, label="They agreed that it may be published"
    )


class IStatementField(forms.ChoiceField):
    """Every statement's I statements, each under its statement."""

    def offer(self, statements):
        self.choices = [
            ("", "None of these"),
            *((row.title, [(said, said) for said in row.i_statements]) for row in statements),
        ]


class VoiceForm(ConsentFields):
    words = forms.CharField(
        label="What did they say?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"In their own words. {NO_NAMES}",
        error_messages={"required": "Write what was said."},
    )
    kind = forms.ChoiceField(
        label="Is it a quote or a story?",
        choices=[
            (Voice.Kind.QUOTE, "Quote: a sentence or two, as it was said"),
            (Voice.Kind.STORY, "Story: what happened, told by them or with them"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is a quote or a story."},
    )
    source = forms.ChoiceField(
        label="Who said it?",
        choices=Source.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Choose who said it."},
    )
    heard_on = DayField(label="When?")
    heard_where = forms.CharField(
        label="Where was it heard?",
        max_length=150,
        help_text="For example: carers’ forum, survey, complaint, visit.",
    )
    statement = forms.ModelChoiceField(
        Statement.objects.none(),
        label="Which quality statement does it speak to?",
        empty_label="Choose",
    )
    i_statement = IStatementField(label="Which I statement?", required=False)

    field_order = (
        "words",
        "kind",
        "source",
        "heard_on",
        "heard_where",
        "statement",
        "i_statement",
    )

    def __init__(self, *args, statement="", **kwargs):
        super().__init__(*args, **kwargs)
        framework = frameworks_in_use_first().values("pk")[:1]
        statements = Statement.objects.filter(framework__in=framework)
        self.fields["statement"].queryset = statements
        rows = list(statements)
        self.fields["i_statement"].offer(row for row in rows if row.i_statements)
        chosen = [row.pk for row in rows if row.slug == statement]
        self.initial.setdefault("statement", chosen[0] if chosen else None)

    def clean(self):
        """An I statement names its statement, so choosing both wrongly is caught beside it."""
        said = super().clean()
        statement, wanted = said.get("statement"), said.get("i_statement")
        if statement and wanted and wanted not in statement.i_statements:
            self.add_error("i_statement", f"That is not an I statement of {statement.title}.")
        return said


class RenewForm(ConsentFields, SeenForm):
    def __init__(self, *args, voice, **kwargs):
        names = ("agreed_how", "for_assessment", "for_publication", "revision")
        kwargs["initial"] = {name: getattr(voice, name) for name in names}
        super().__init__(*args, **kwargs)


class WordsForm(SeenForm):
    words = forms.CharField(
        label="What did they say?", widget=forms.Textarea(attrs={"rows": 5}), help_text=NO_NAMES
    )
    reason = forms.CharField(
        label="Why are the words changed?",
        max_length=300,
        help_text="Do not repeat what you take out. What stood there before is not kept.",
        error_messages={"required": "Say why the words are changed."},
    )

    def __init__(self, *args, voice, **kwargs):
        kwargs["initial"] = {"words": voice.words, "revision": voice.revision}
        super().__init__(*args, **kwargs)


class WithdrawConsentForm(forms.Form):
    reason = forms.CharField(
        label="Anything to remember",
        max_length=300,
        required=False,
        help_text="For example: they rang on 3 March. Do not repeat their words.",
    )
    sure = forms.BooleanField(
        label="I understand that the words are erased now and cannot be brought back",
        error_messages={"required": "Tick to say that the words are to be erased."},
    )
