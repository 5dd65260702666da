"""Forms about reports. They gather what was typed; ``set_up`` and ``editions`` decide."""

from django import forms

from config.second_editor import EditForm
from readiness.models import Audience, ReportSection, SectionKind
from readiness.quarters import Quarter, quarter_named
from readiness.reports.figure_columns import COLUMNS
from readiness.reports.figure_sections import ABOUT_COMPLAINTS, MOST_CHARTS, USUAL
from readiness.reports.shipped_forms import shipped_forms

ARRANGEMENTS = (
    ("", "All together"),
    ("statement", "Quality statement"),
    ("priority", "Priority"),
    ("team", "Team"),
    ("owner", "Owner"),
    ("set", "Set of measures"),
)
MONTHS = (
    (3, "The three months of the quarter"),
    (6, "The last six months"),
    (9, "The last nine months"),
    (12, "The last twelve months"),
)


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
        self.fields["group"].choices = group_choices(groups)


def group_choices(groups) -> list[tuple[str, str]]:
    return [("", "England"), *((name, name) for name in groups)]


OPTIONS_OF = {
    SectionKind.FIGURES: ("columns", "months", "arranged_by", "about", "counted"),
    SectionKind.CHARTS: ("arranged_by", "about", "most"),
    SectionKind.COMPLAINTS: ("about",),
}
ABOUT_COMPLAINTS_HELP = (
    "A word on each line: one of them must be in the indicator’s title, heading or group, or be "
    "its code. Indicators stand in the order of the words. Where nothing is written: "
    f"{', '.join(ABOUT_COMPLAINTS)}."
)
ALL_OPTIONS = frozenset(name for names in OPTIONS_OF.values() for name in names)


class SectionForm(EditForm):
    title = forms.CharField(max_length=120)
    part = forms.CharField(
        max_length=80,
        required=False,
        label="Part of the report",
        help_text="Sections of one part stand together under its name.",
    )
    standing_text = forms.CharField(
        label="Words that stand in every quarter’s report",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text="An empty line begins a new paragraph; lines that begin with a dash are a list.",
    )
    is_required = forms.BooleanField(
        label="Something must be written here each quarter", required=False
    )
    columns = forms.MultipleChoiceField(
        label="Columns",
        choices=[(name, shown.words) for name, shown in COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="The indicator’s name comes first. More than six columns turn the page on paper.",
        error_messages={"required": "Choose at least one column."},
    )
    months = forms.ChoiceField(
        label="Months side by side", choices=MONTHS, help_text="Where that column is chosen."
    )
    arranged_by = forms.ChoiceField(label="Under headings by", choices=ARRANGEMENTS, required=False)
    about = forms.CharField(
        label="Only indicators about",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="A word on each line: one of them must be in the indicator’s title, heading or "
        "group, or be its code. All indicators where nothing is written.",
    )
    counted = forms.BooleanField(label="Say how many met their targets", required=False)
    most = forms.IntegerField(label="Charts, at most", min_value=1, max_value=60)

    def __init__(self, *args, section: ReportSection, **kwargs):
        names = ("title", "part", "standing_text", "is_required", "revision")
        start = {name: getattr(section, name) for name in names}
        super().__init__(*args, initial=start | options_shown(section.options), **kwargs)
        self.section = section
        for name in ALL_OPTIONS.difference(OPTIONS_OF.get(section.kind, ())):
            del self.fields[name]
        if section.kind == SectionKind.COMPLAINTS:
            self["about"].help_text = ABOUT_COMPLAINTS_HELP

    def clean(self):
        """``options`` of the section: those that its kind has no field for stay as they are."""
        data = super().clean()
        given = {name: data.pop(name) for name in ALL_OPTIONS & data.keys()}
        return data | {"options": options_given(self.section.options, given)}


def options_shown(options: dict) -> dict:
    """As the form's fields hold them."""
    usual = {"columns": USUAL, "months": MONTHS[0][0], "most": MOST_CHARTS} | options
    return usual | {"about": "\n".join(options.get("about", ()))}


def options_given(before: dict, given: dict) -> dict:
    """What was chosen; columns that stood there keep their order, others follow them."""
    found = {**before, **given}
    if "columns" in given:
        held = [name for name in before.get("columns", USUAL) if name in given["columns"]]
        found["columns"] = held + [name for name in given["columns"] if name not in held]
    if "months" in given:
        found["months"] = int(given["months"])
    if "about" in given:
        found["about"] = [line.strip() for line in given["about"].splitlines() if line.strip()]
    return {name: value for name, value in found.items() if value not in ("", [], False, None)}


class AddSectionForm(forms.Form):
    kind = forms.ChoiceField(
        label="What does it hold?",
        choices=SectionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the section holds."},
    )
    title = forms.CharField(
        max_length=120, error_messages={"required": "Give the section a heading."}
    )
    part = forms.CharField(
        max_length=80,
        required=False,
        label="Part of the report",
        help_text="Sections of one part stand together under its name.",
    )
    after = forms.TypedChoiceField(
        label="Where does it stand?", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        standing = [(section.pk, f"After “{section}”") for section in sections]
        self.fields["after"].choices = [("", "Last"), *standing, (0, "First")]


class LookForm(forms.Form):
    name = forms.CharField(
        label="The council’s name",
        max_length=120,
        help_text="As it stands on the front of reports.",
        error_messages={"required": "Give the council’s name."},
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="PNG or JPEG, up to 2 MB. A screen reader reads the council’s name in its place.",
    )
    without_logo = forms.BooleanField(label="Take the logo away", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReportWordsForm(EditForm):
    title = SetUpForm.base_fields["title"]
    group = SetUpForm.base_fields["group"]
    met = forms.CharField(
        label="When a target is met",
        max_length=40,
        required=False,
        help_text="For example: On target. Where all three are empty the council’s words are used.",
    )
    within_tolerance = forms.CharField(
        label="When it is missed within tolerance", max_length=40, required=False
    )
    not_met = forms.CharField(label="When it is missed", max_length=40, required=False)

    def __init__(self, *args, report, groups, **kwargs):
        start = {"title": report.title, "group": report.group, "revision": report.revision}
        super().__init__(*args, initial=start | report.rating_words, **kwargs)
        self.fields["group"].choices = group_choices(groups)


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
