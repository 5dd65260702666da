"""Forms about reports. They gather what was typed; ``set_up`` and ``editions`` decide."""

from django import forms

from config.second_editor import EditForm
from readiness.models import Audience, ReportSection
from readiness.quarters import Quarter, quarter_named
from readiness.reports.shipped_forms import shipped_forms

LARGEST_POSITION = 9999


class SetUpForm(forms.Form):
    form = forms.ChoiceField(
        label="Which form should it have?",
        widget=forms.RadioSelect,
        help_text="Every form begins with the front sheet of a committee paper. Sections can be "
        "changed, moved and left out afterwards.",
        error_messages={"required": "Choose a form."},
    )
    title = forms.CharField(
        label="What is it called?",
        max_length=160,
        help_text="For example: Adult social care performance report",
        error_messages={"required": "Say what it is called."},
    )
    group = forms.ChoiceField(
        label="With whom are we compared?",
        required=False,
        help_text="Whom ranks and means are among. England where you choose nobody.",
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [
            (form.slug, f"{form.title}. {form.about}") for form in shipped_forms().values()
        ]
        self.fields["group"].choices = [("", "England"), *((name, name) for name in groups)]


class SectionForm(EditForm):
    title = forms.CharField(max_length=120)
    part = forms.CharField(
        max_length=80,
        required=False,
        label="Part of the report",
        help_text="Sections of one part stand together under its name.",
    )
    position = forms.IntegerField(
        min_value=0, max_value=LARGEST_POSITION, help_text="Sections stand in the order of these."
    )
    standing_text = forms.CharField(
        label="Words that stand in every quarter’s report",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text="An empty line begins a new paragraph; lines that begin with a dash are a list.",
    )
    is_wanted = forms.BooleanField(label="Show this section", required=False)
    is_required = forms.BooleanField(
        label="Something must be written here each quarter", required=False
    )

    def __init__(self, *args, section: ReportSection, **kwargs):
        names = ("title", "part", "position", "standing_text", "is_wanted", "is_required")
        start = {name: getattr(section, name) for name in (*names, "revision")}
        super().__init__(*args, initial=start, **kwargs)


class OpenEditionForm(forms.Form):
    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args, quarters: list[Quarter], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [
            (quarter.starts_on.isoformat(), str(quarter)) for quarter in quarters
        ]

    def clean_quarter(self):
        return quarter_named(self.cleaned_data["quarter"])


class TextForm(EditForm):
    words = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        max_length=20_000,
        help_text="An empty line begins a new paragraph; lines that begin with a dash are a list.",
    )

    def __init__(self, *args, text, label: str, **kwargs):
        start = {"words": text.words if text else "", "revision": text.number if text else 0}
        super().__init__(*args, initial=start, **kwargs)
        self["words"].label = label


class DocumentForm(forms.Form):
    """Which self-assessment document is wanted: in the address, for it changes nothing."""

    audience = forms.ChoiceField(label="For whom", choices=Audience.choices)
    scores = forms.BooleanField(label="With scores", required=False)


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(label="Audience", choices=Audience.choices)
