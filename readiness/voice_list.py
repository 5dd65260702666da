"""The list of what people said: which of it somebody may see, filters, table."""

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.template.defaultfilters import truncatewords
from django.utils.html import format_html

from config.addresses import address_of
from config.wording import day_in_words
from readiness.models import Source, Voice

HOLDS, RUN_OUT, WITHDRAWN = "holds", "run-out", "withdrawn"
ASSESSMENT, PUBLICATION = "assessment", "publication"
WORDS_SHOWN = 40


def voices_for(user, *, on) -> QuerySet[Voice]:
    """Those who record voices see every record; others what they may read of it."""
    every = user.has_perm("readiness.record_voice")
    return Voice.objects.all() if every else voices_shown(user, on=on)


def voices_shown(user, *, on) -> QuerySet[Voice]:
    """What is shown in passing, beside a statement: words whose consent holds, nothing else."""
    if user.has_perm("readiness.view_unsigned_scores"):
        return Voice.objects.agreed(on=on)
    return Voice.objects.agreed_for_assessment(on=on)


class VoiceFilter(django_filters.FilterSet):
    """The last two filters are about consent, which is the council's own business."""

    q = django_filters.CharFilter(label="Words", field_name="words", lookup_expr="icontains")
    statement = django_filters.ChoiceFilter(
        label="Quality statement", empty_label="Any statement", field_name="statement__slug"
    )
    source = django_filters.ChoiceFilter(
        label="Who said it", empty_label="Anybody", choices=Source.choices
    )
    consent = django_filters.ChoiceFilter(
        label="Consent",
        empty_label="Any",
        choices=[(HOLDS, "Holds"), (RUN_OUT, "Has run out"), (WITHDRAWN, "Withdrawn")],
        method="by_consent",
    )
    use = django_filters.ChoiceFilter(
        label="May be",
        empty_label="Any",
        choices=[(ASSESSMENT, "Shown to CQC and reviewers"), (PUBLICATION, "Published")],
        method="by_use",
    )

    class Meta:
        model = Voice
        fields = ["q", "statement", "source", "consent", "use"]

    def __init__(self, *args, on, statements, sees_consent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["statement"].extra["choices"] = statements
        if not sees_consent:
            del self.filters["consent"], self.filters["use"]

    def by_consent(self, voices, name, choice):
        if choice == WITHDRAWN:
            return voices.filter(withdrawn_at__isnull=False)
        return voices.run_out(on=self.on) if choice == RUN_OUT else voices.agreed(on=self.on)

    def by_use(self, voices, name, choice):
        if choice == ASSESSMENT:
            return voices.agreed_for_assessment(on=self.on)
        return voices.agreed_for_publication(on=self.on)


class VoiceTable(tables.Table):
    words = tables.Column("What was said", empty_values=(), orderable=False)
    source = tables.Column("Who said it")
    statement = tables.Column("Quality statement", order_by=("statement__position", "-heard_on"))
    heard_on = tables.Column("When", order_by=("heard_on", "pk"))

    class Meta:
        attrs = {"class": "gt-table--cards"}
        caption = "What people said"
        empty_text = "Nothing matches. Change or clear the filter."
        order_by = "-heard_on"

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_words(self, record):
        """Words whose consent has run out are not read in passing."""
        address = address_of("voice", record.pk)
        link = '<a class="govuk-link" href="{}">{}</a>'
        if record.is_withdrawn:
            return format_html(link, address, "Consent withdrawn; the words were erased")
        if record.has_run_out(on=self.on):
            return format_html(link, address, "Consent has run out; the words are not shown")
        return format_html(link, address, f"“{truncatewords(record.words, WORDS_SHOWN)}”")

    def render_source(self, record):
        return record.get_source_display()

    def render_heard_on(self, value):
        return day_in_words(value)
