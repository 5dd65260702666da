"""A form and a table that exist only to test how forms and tables look."""

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as product_urls

STATUSES = [("behind", "Behind"), ("on_target", "On target"), ("completed", "Completed")]


class SampleForm(forms.Form):
    """One field of each kind the product uses."""

    title = forms.CharField(max_length=100, help_text="What people will look for.")
    shows = forms.CharField(
        label="What it shows", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(required=False, widget=forms.Textarea)
    speaks_to = forms.DateField(
        label="Date it speaks to",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day or the end of the period, not the day it was written.",
    )
    category = forms.ChoiceField(choices=[("", "Choose one"), *STATUSES])
    status = forms.ChoiceField(choices=STATUSES, widget=forms.RadioSelect)
    statements = forms.MultipleChoiceField(
        choices=STATUSES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick every one it speaks to.",
    )
    value = forms.DecimalField(required=False, min_value=0)
    places = forms.IntegerField(required=False)
    address = forms.URLField(required=False, assume_scheme="https")
    email = forms.EmailField(required=False)
    password = forms.CharField(required=False, widget=forms.PasswordInput)
    file = forms.FileField(required=False)
    agreed = forms.BooleanField(
        label="I have read it", required=False, help_text="All of it, if you can."
    )
    revision = forms.IntegerField(initial=1, widget=forms.HiddenInput)

    def clean(self):
        if self.data.get("note") == "refuse":
            raise forms.ValidationError("Somebody else changed this while you were writing.")
        return super().clean()


class SampleTable(tables.Table):
    title = tables.Column()
    value = tables.Column(attrs={"td": {"class": "govuk-table__cell--numeric"}})
    period = tables.Column(orderable=False)

    class Meta:
        caption = "Figures by place"


class ColouredTable(SampleTable):
    """Cells and rows whose attributes depend on the row."""

    value = tables.Column(
        attrs={"td": {"data-even": lambda record: "no" if record["value"] % 21 else "yes"}}
    )

    class Meta:
        row_attrs = {"class": lambda record: "gt-faded"}


class WideTable(SampleTable):
    """More columns than a phone can show."""

    class Meta:
        caption = "Figures by year"

    def __init__(self, *args, **kwargs):
        years = [(f"year_{n}", tables.Column(empty_values=[1], default="12.5")) for n in range(20)]
        super().__init__(*args, extra_columns=years, **kwargs)


class PeopleFilter(django_filters.FilterSet):
    email = django_filters.CharFilter(lookup_expr="icontains")
    status = django_filters.ChoiceFilter(label="Status", choices=STATUSES, method="as_it_is")

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def as_it_is(self, queryset, name, value):
        return queryset


def rows(number):
    return [
        {"title": f"Place {i:03d} <&>", "value": i * 10.5, "period": "2024-25"}
        for i in range(1, number + 1)
    ]


def sample_form(request):
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
    return render(request, "sample_form.html", {"form": form})


def sample_table(request):
    kind = ColouredTable if "coloured" in request.GET else SampleTable
    table = kind(rows(int(request.GET.get("rows", 60))), empty_text="No figures for this place")
    tables.RequestConfig(request, paginate={"per_page": 10}).configure(table)
    people = PeopleFilter(request.GET, queryset=get_user_model().objects.none())
    return render(request, "sample_table.html", {"table": table, "filter": people})


def wide_table(request):
    people = PeopleFilter(request.GET, queryset=get_user_model().objects.none())
    return render(request, "sample_table.html", {"table": WideTable(rows(3)), "filter": people})


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [
    *product_urls,
    path("sample/form/", sample_form, name="sample_form"),
    path("sample/table/", sample_table, name="sample_table"),
    path("sample/wide/", wide_table, name="sample_wide"),
    path("sample/forbidden/", forbidden, name="sample_forbidden"),
    path("sample/broken/", broken, name="sample_broken"),
]
handler403 = "readiness.views.errors.forbidden"
handler404 = "readiness.views.errors.not_found"
handler500 = "readiness.views.errors.server_error"
