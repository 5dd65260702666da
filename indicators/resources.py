"""Lists of indicators as files: what their list shows, and what an administrator keeps by file.

A file of reference data is read whole: what is wrong is named by row and column, and then nothing
is changed. The same file loaded again changes nothing.
"""

from copy import copy
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export.resources import Diff, ModelResource
from import_export.results import Result, RowResult

from indicators import periods
from indicators.data_pack_lookup import known_places
from indicators.figures import rounded
from indicators.list_cells import Day, quoted
from indicators.list_files import ROW, ListResource, column
from indicators.models import Area, ComparatorGroup
from indicators.places import KnownPlace, Places, spelling
from indicators.summaries import IndicatorSummary

Membership = ComparatorGroup.councils.through


class IndicatorListResource(ListResource):
    """Rows are ``IndicatorSummary``. Figures are numbers, or the reason why there is none."""

    code = column("Code", "indicator__code")
    title = column("Indicator", "indicator__title")
    group = column("Set", "indicator__group")
    unit = column("Unit")
    latest = column("Latest")
    period = column("Period", "period_text")
    rating = column("Against target")
    target = column("Target")
    direction = column("Direction", "short_term__words")
    year_ago = column("On a year ago", "annual__words")
    forecast = column("Forecast for the year")
    england = column("England")
    difference = column("Difference from England")
    rank = column("Rank in England", "rank_text")
    quartile = column("Quarter of the ranks", "quartile")
    lowest = column("Lowest 25%")
    polarity = column("Better is")

    def dehydrate_unit(self, row: IndicatorSummary):
        return row.indicator.get_unit_display()

    def dehydrate_polarity(self, row: IndicatorSummary):
        return row.indicator.get_polarity_display()

    def dehydrate_latest(self, row: IndicatorSummary):
        return shown(row, row.value) if row.has_figure else row.value_text

    def dehydrate_rating(self, row: IndicatorSummary):
        return row.rating.word

    def dehydrate_target(self, row: IndicatorSummary):
        return shown(row, row.target.value) if row.target else row.target_text

    def dehydrate_england(self, row: IndicatorSummary):
        value = row.held.standing.england_value
        return row.england_text if value is None else shown(row, value)

    def dehydrate_difference(self, row: IndicatorSummary):
        return shown(row, row.england_difference)

    def dehydrate_forecast(self, row: IndicatorSummary):
        return shown(row, row.forecast.value) if row.forecast else ""

    def dehydrate_lowest(self, row: IndicatorSummary):
        return row.is_lowest_quarter if row.is_ranked else ""


def shown(row: IndicatorSummary, value) -> float | None:
    """The number that the screen shows, without its unit."""
    return None if value is None else float(rounded(value, row.indicator.decimals))


class ReadResult(Result):
    """Counts rows as the file's reader does, and knows the file."""

    file_name = ""

    def append_invalid_row(self, number, row, validation_error):
        super().append_invalid_row(row.get(ROW, number), row, validation_error)

    def append_error_row(self, number, row, errors):
        super().append_error_row(row.get(ROW, number), row, errors)


class InWords(Diff):
    """What was there, struck through, and what comes; without styles, which pages refuse."""

    def as_html(self):
        pairs = zip(self.left, self.right, strict=True)
        return [self.cell("" if self.new else was, now) for was, now in pairs]

    def cell(self, was, now):
        was, now = ("" if each is None else each for each in (was, now))
        if was == now:
            return format_html("{}", now)
        return format_html(
            "<del>{}</del> <ins>{}</ins>" if was != "" else "<ins>{1}</ins>", was, now
        )


class ReferenceListResource(ModelResource):
    """Headings may be in any order and case; those that are needed must be there."""

    needed: tuple[str, ...] = ()

    @classmethod
    def get_result_class(cls):
        return ReadResult

    @classmethod
    def get_diff_class(cls):
        return InWords

    def __init__(self, **options):
        super().__init__(**options)
        self.rows_seen: dict = {}

    def before_import(self, dataset, **kwargs):
        """Raises ValidationError where the headings are not those of this list."""
        headings = {spelling(name): name for name in self.get_diff_headers()}
        found = [headings.get(spelling(str(given)), given) for given in dataset.headers or []]
        unknown = [given for given in found if given not in headings.values() and given != ROW]
        missing = [name for name in self.needed if name not in found]
        if unknown or missing or len(set(found)) < len(found):
            raise ValidationError(headings_problem(unknown, missing, list(headings.values())))
        dataset.headers = found

    def once(self, key, row, heading: str) -> None:
        """Raises ValidationError where an earlier row of the file says the same."""
        earlier = self.rows_seen.setdefault(key, row.get(ROW))
        if earlier != row.get(ROW):
            raise ValidationError({heading: f"{quoted(row[heading])} is in row {earlier} already."})

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as refusal:
            raise ValidationError(self.by_heading(refusal)) from refusal

    def by_heading(self, refusal: ValidationError) -> dict:
        names = {field.attribute: field.column_name for field in self.fields.values()}
        return {names.get(key, key): said for key, said in refusal.message_dict.items()}

    def after_import(self, dataset, result, **kwargs):
        result.file_name = kwargs.get("file_name") or ""


def headings_problem(unknown, missing, known) -> str:
    said = []
    if missing:
        said.append(f"There is no column {' and no column '.join(map(quoted, missing))}.")
    if unknown:
        said.append(f"This list has no column {' or '.join(map(quoted, unknown))}.")
    said = said or ["Two columns have the same heading."]
    return f"{' '.join(said)} The columns are: {', '.join(known)}."


class ComparatorGroupResource(ReferenceListResource):
    """One row for each council of a group. The rows are the whole group: who is not in the file is
    taken out of it; groups that the file does not name stay as they are."""

    needed = ("Comparator group", "Source", "As of", "Council")

    group = column("Comparator group", "comparatorgroup__name", readonly=True)
    source = column("Source", "comparatorgroup__source")
    as_of = column("As of", "comparatorgroup__as_of", widget=Day())
    code = column("ONS code", "area__code", readonly=True)
    council = column("Council", "area__name", readonly=True)

    class Meta:
        model = Membership
        fields = ("group", "source", "as_of", "code", "council")
        import_id_fields = ("group",)

    def __init__(self, **options):
        super().__init__(**options)
        self.said: dict[tuple[str, str], tuple] = {}
        self.listed: set[tuple[str, int]] = set()
        self.readers = {
            "Comparator group": self.read_group,
            "Source": self.read_source,
            "As of": self.read_day,
            "Council": self.read_council,
        }

    @cached_property
    def places(self) -> Places:
        return Places(known_places())

    @cached_property
    def councils(self) -> dict[int, Area]:
        return Area.objects.councils().in_bulk()

    @cached_property
    def groups(self) -> dict[str, ComparatorGroup]:
        return {spelling(group.name): group for group in ComparatorGroup.objects.all()}

    @cached_property
    def members(self) -> dict[tuple[int, int], Any]:
        return {
            (each.comparatorgroup_id, each.area_id): each
            for each in Membership.objects.select_related("comparatorgroup", "area")
        }

    def filter_export(self, queryset, **kwargs):
        """Groups chosen in the admin, as the councils that are in them."""
        found = Membership.objects.filter(comparatorgroup__in=queryset.order_by().values("pk"))
        found = found.select_related("comparatorgroup", "area")
        return found.order_by("comparatorgroup__name", "area__name")

    def get_or_init_instance(self, instance_loader, row):
        """Raises ValidationError, naming every column of the row that is wrong."""
        read, errors = {}, {}
        for heading, reader in self.readers.items():
            try:
                read[heading] = reader(row)
            except ValueError as problem:
                errors[heading] = str(problem)
        if errors:
            raise ValidationError(errors)
        group, area = read["Comparator group"], read["Council"]
        self.once((spelling(group.name), area.pk), row, "Council")
        self.listed.add((spelling(group.name), area.pk))
        if member := self.members.get((group.pk, area.pk)):
            member.comparatorgroup, member.area = group, area
            return member, False
        return Membership(comparatorgroup=group, area=area), True

    def read_group(self, row) -> ComparatorGroup:
        name = str(row.get("Comparator group", ""))
        if not name:
            raise ValueError("Say which comparator group the council is in.")
        return self.groups.setdefault(spelling(name), ComparatorGroup(name=name))

    def read_source(self, row) -> str:
        return self.same_for_group(row, "Source", str(row.get("Source", "")))

    def read_day(self, row) -> date:
        day = self.fields["as_of"].clean(row)
        if day.year < 1990:  # noqa: PLR2004 - a year of two digits, misread
            raise ValueError(f"{quoted(row['As of'])} is not a date that a list could have.")
        return self.same_for_group(row, "As of", day)

    def same_for_group(self, row, heading: str, value):
        """A group has one source and one date."""
        if value == "":
            raise ValueError("Say where the list comes from.")
        key = (heading, spelling(str(row.get("Comparator group", ""))))
        first, line = self.said.setdefault(key, (value, row.get(ROW)))
        if first != value:
            raise ValueError(f"{quoted(value)} differs from row {line} of the same group.")
        return value

    def read_council(self, row) -> Area:
        code, name = str(row.get("ONS code", "")), str(row.get("Council", ""))
        place = self.places.find(code, name)
        if place is None or place.id not in self.councils:
            raise ValueError(self.unknown(code, name))
        named = self.places.find("", name) if name else None
        if named and named.id != place.id:
            raise ValueError(f"{code} is the code of {place.name}, not of {named.name}.")
        if place.ended_on and self.fields["as_of"].clean(row) >= place.ended_on:
            raise ValueError(ended(place))
        return self.councils[place.id]

    def unknown(self, code: str, name: str) -> str:
        if not name and not code:
            return "Name the council, or give its ONS code."
        known = {spelling(area.name): area.name for area in self.councils.values()}
        near = get_close_matches(spelling(name), known, n=1)
        hint = f" Did you mean {known[near[0]]}?" if near else " Give its ONS code."
        return f"{quoted(name or code)} is not a council in England that we know.{hint}"

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """In the group already, whose source and date stay the same."""
        before, now = original.comparatorgroup, instance.comparatorgroup
        same = (before.source, before.as_of) == (now.source, now.as_of)
        return instance.pk is not None and same and not import_validation_errors

    def before_save_instance(self, instance, row, **kwargs):
        group = instance.comparatorgroup
        try:
            group.full_clean(validate_constraints=False)
        except ValidationError as refusal:
            said = {f"comparatorgroup__{key}": text for key, text in refusal.message_dict.items()}
            raise ValidationError(self.by_heading(ValidationError(said))) from refusal
        group.save()
        instance.comparatorgroup = group

    def after_import(self, dataset, result, **kwargs):
        super().after_import(dataset, result, **kwargs)
        if result.has_errors() or result.has_validation_errors():
            return
        kept = {(self.groups[name].pk, area_id) for name, area_id in self.listed}
        named = {group_id for group_id, _ in kept}
        for (group_id, area_id), member in self.members.items():
            if group_id in named and (group_id, area_id) not in kept:
                self.take_out(member, result)

    def take_out(self, member, result: Result) -> None:
        row = RowResult()
        row.import_type = RowResult.IMPORT_TYPE_DELETE
        cells = [field.export(member) for field in self.get_import_fields()]
        row.diff = [format_html("<del>{}</del>", cell) for cell in cells]
        row.instance = copy(member)  # deleting forgets the key
        member.delete()
        result.increment_row_result_total(row)
        result.append_row_result(row)


def ended(place: KnownPlace) -> str:
    day = periods.day_label(place.ended_on) if place.ended_on else "an earlier day"
    return f"{place.name} ended on {day}, before the date of the list. Name its successor."
