"""The list of indicators as a file that an administrator keeps: one row for each, by code."""

from django.core.exceptions import ValidationError

from indicators import change_record
from indicators.list_cells import IndicatorByCode, Number, OneOf, PersonByAddress
from indicators.list_files import column
from indicators.models import Indicator
from indicators.resources import ReferenceListResource

RANGE_END = Number(may_be_empty=True, may_be_negative=True)


class IndicatorResource(ReferenceListResource):
    """One row for each indicator, by code. A column that is not in the file stays as it is."""

    needed = ("Code", "Title", "Unit", "Better is")

    code = column("Code", "code")
    title = column("Title", "title")
    short_title = column("Short title", "short_title")
    group = column("Set", "group")
    unit = column("Unit", "unit", widget=OneOf(Indicator.Unit.choices))
    decimals = column("Decimals", "decimals", widget=Number(whole=True))
    polarity = column("Better is", "polarity", widget=OneOf(Indicator.Polarity.choices))
    range_from = column("Range from", "range_from", widget=RANGE_END)
    range_to = column("Range to", "range_to", widget=RANGE_END)
    tolerance = column("Tolerance", "tolerance", widget=Number())
    tolerance_kind = column(
        "Tolerance in", "tolerance_kind", widget=OneOf(Indicator.ToleranceKind.choices)
    )
    frequency = column("Published", "frequency", widget=OneOf(Indicator.Frequency.choices))
    build_up = column("Builds up", "build_up", widget=OneOf(Indicator.BuildUp.choices))
    reporting_lag = column("Quarters in arrears", "reporting_lag", widget=Number(whole=True))
    is_survey = column("Survey", "is_survey", widget=OneOf([(True, "Yes"), (False, "No")]))
    source = column("Source", "source")
    definition = column("Definition", "definition")
    good = column("What good looks like", "what_good_looks_like")
    previous_code = column("Code before 2023", "previous_code")
    heading = column("Listed under", "heading")
    team = column("Area or team", "team")
    parent = column("Part of", "parent", widget=IndicatorByCode())
    breakdown = column("Divided by", "breakdown")
    breakdown_label = column("Part", "breakdown_label")
    owner = column("Owner", "owner", widget=PersonByAddress())
    is_collected = column(
        "Entered by us", "is_collected", widget=OneOf([(True, "Yes"), (False, "No")])
    )
    position = column("Place in the list", "position", widget=Number(whole=True))
    reason = column("Why it changes", readonly=True)

    class Meta:
        model = Indicator
        fields = (
            "code",
            "title",
            "short_title",
            "group",
            "unit",
            "decimals",
            "polarity",
            "range_from",
            "range_to",
            "tolerance",
            "tolerance_kind",
            "frequency",
            "build_up",
            "reporting_lag",
            "is_survey",
            "source",
            "definition",
            "good",
            "previous_code",
            "heading",
            "team",
            "parent",
            "breakdown",
            "breakdown_label",
            "owner",
            "is_collected",
            "position",
            "reason",
        )
        import_id_fields = ("code",)
        skip_unchanged = True
        clean_model_instances = True

    def before_import_row(self, row, **kwargs):
        if row.get("Code", "") == "":
            raise ValidationError({"Code": "Give the indicator's code."})
        self.once(row["Code"], row, "Code")

    def dehydrate_reason(self, indicator):
        """Empty: a place to say why, in the file that is loaded again."""
        return ""

    def import_instance(self, instance, row, **kwargs):
        """Raises ValidationError where a change needs a reason and the row gives none."""
        self.before = change_record.words_of(instance) if instance.pk else None
        super().import_instance(instance, row, **kwargs)
        if self.before is not None:
            self.found = change_record.differences(self.before, change_record.words_of(instance))
            reason = str(row.get("Why it changes", ""))
            change_record.refuse_without_reason(self.found, reason, field="Why it changes")

    def after_save_instance(self, instance, row, **kwargs):
        told = {
            "by": kwargs.get("user"),
            "reason": str(row.get("Why it changes", "")),
            "source": f"The file {kwargs.get('file_name') or 'of indicators'}",
        }
        if self.before is None:
            change_record.record_added([instance], **told)
        else:
            change_record.record_differences(instance, self.found, **told)
