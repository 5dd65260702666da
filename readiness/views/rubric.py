"""Rating characteristics: a statement's list in a round, ticking one, writing our own."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.second_editor import MOVED_ON
from readiness import rubric_page, rubric_ticks
from readiness.models import Characteristic
from readiness.overall_rating import ScoringRules
from readiness.rubric import RULE
from readiness.rubric_forms import CharacteristicForm, TickForm

may_view = permission_required("readiness.view_rubric", raise_exception=True)
may_tick = permission_required("readiness.tick_characteristic", raise_exception=True)
may_write = permission_required("readiness.write_characteristic", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "HEAD", "POST"])


def page_or_404(pk: int, slug: str) -> rubric_page.RubricPage:
    try:
        return rubric_page.build(pk, slug, on=timezone.localdate())
    except ObjectDoesNotExist as error:
        raise Http404 from error


def typed_in(request):
    return request.POST if request.method == "POST" else request.held_form


@require_GET
@may_view
def rubric(request, pk, slug):
    page = page_or_404(pk, slug)
    return render(request, "readiness/rubric/rubric.html", {"page": page, "rule": RULE})


def tick_form(request, page, line, *, again: bool = False) -> TickForm:
    """``again``: the reader has just been told of the tick they had not seen."""
    initial = {"seen_tick": line.tick.pk if line.tick else 0}
    if line.tick:
        met = "yes" if line.tick.is_met else "no"
        initial |= {"is_met": met, "links": [link.pk for link in line.shown_by]}
    typed = typed_in(request)
    if again:
        typed = typed.copy()
        typed["seen_tick"] = initial["seen_tick"]
    return TickForm(typed, initial=initial, statement=page.statement)


@shows_and_saves
@may_tick
def tick_characteristic(request, pk, slug, characteristic):
    page = page_or_404(pk, slug)
    line = page.line(characteristic)
    if line is None:
        raise Http404
    form = tick_form(request, page, line)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        seen = said.pop("seen_tick") or 0
        try:
            rubric_ticks.tick(
                line.characteristic,
                self_assessment=page.self_assessment,
                by=request.user,
                seen_tick=seen,
                **said,
            )
        except ValidationError as refusal:
            if getattr(refusal, "code", None) == MOVED_ON:
                form = tick_form(request, page, line, again=True)
            form.add_error(None, refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("rubric", pk=pk, slug=slug)
    context = {"page": page, "line": line, "form": form}
    return render(request, "readiness/rubric/tick.html", context)


@shows_and_saves
@may_write
def add_characteristic(request, pk, slug):
    page = page_or_404(pk, slug)
    rules = ScoringRules.from_json(page.statement.framework.rules)
    asked = request.GET.get("level", "")
    form = CharacteristicForm(typed_in(request), initial={"level": asked}, rules=rules)
    if request.method == "POST" and form.is_valid():
        try:
            rubric_ticks.add_characteristic(page.statement, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Added, as the council’s own words.")
            return redirect("rubric", pk=pk, slug=slug)
    context = {"page": page, "form": form, "heading": "Add a characteristic"}
    return render(request, "readiness/rubric/characteristic.html", context)


def own_or_404(pk: int) -> Characteristic:
    """Only words of the council's own that are in force can be changed."""
    own = Characteristic.objects.live().filter(added_by__isnull=False)
    return get_object_or_404(own.select_related("statement__framework"), pk=pk)


@shows_and_saves
@may_write
def change_characteristic(request, pk, slug, characteristic):
    page, found = page_or_404(pk, slug), own_or_404(characteristic)
    rules = ScoringRules.from_json(page.statement.framework.rules)
    initial = {"level": found.level, "text": found.text}
    form = CharacteristicForm(typed_in(request), initial=initial, rules=rules)
    if request.method == "POST" and form.is_valid():
        try:
            rubric_ticks.change_characteristic(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Changed. Tick it anew: the words are others now.")
            return redirect("rubric", pk=pk, slug=slug)
    context = {"page": page, "form": form, "heading": "Change a characteristic"}
    return render(request, "readiness/rubric/characteristic.html", context)


@shows_and_saves
@may_write
def end_characteristic(request, pk, slug, characteristic):
    page, found = page_or_404(pk, slug), own_or_404(characteristic)
    if request.method == "POST":
        try:
            rubric_ticks.end_characteristic(found, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, "Removed. What was ticked stays in its history.")
        return redirect("rubric", pk=pk, slug=slug)
    return render(request, "readiness/rubric/end.html", {"page": page, "found": found})
