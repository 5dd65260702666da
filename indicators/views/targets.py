"""Setting targets: one for any period, or a year with its quarters in one form."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators import target_page, targets
from indicators.forms import TargetForm, YearOfTargetsForm, floor_words
from indicators.models import Indicator
from indicators.ratings import rule_of, tolerance_words
from indicators.target_years import spread

may_set_targets = permission_required("indicators.set_target", raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_set_targets
def indicator_target(request, code):
    indicator = get_object_or_404(Indicator, code=code)
    given = request.POST if request.method == "POST" else request.held_form
    form = TargetForm(given, indicator=indicator, initial={"seen_target": targets.seen(indicator)})
    if request.method == "POST" and form.is_valid():
        try:
            target = targets.set_target(indicator=indicator, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refused(form, refusal, seen_target=targets.seen(indicator))
        else:
            messages.success(request, f"Target set for {target.period}.")
            return redirect("indicator", code=indicator.code)
    people = ("set_by", "withdrawn_by")
    history = indicator.targets.ours().select_related("period", "indicator", *people)
    context = {
        "form": form,
        "indicator": indicator,
        "targets": list(history.order_by("-pk")),
        "tolerance": tolerance_words(rule_of(indicator)),
    }
    return render(request, "indicators/target.html", context)


@require_http_methods(["GET", "POST"])
@may_set_targets
def year_of_targets(request, code):
    indicator = get_object_or_404(Indicator, code=code)
    asked = request.POST.get("year") or request.GET.get("year") or ""
    page = target_page.build(
        indicator, year=int(asked) if asked.isdecimal() else None, on=timezone.localdate()
    )
    form = year_form(request, page)
    if request.method == "POST" and "fill" in request.POST:
        filled_in(form)
    elif request.method == "POST" and form.is_valid():
        try:
            changed = set_year(form, by=request.user)
        except ValidationError as refusal:
            refused(form, refusal, seen_target=targets.seen(indicator))
        else:
            messages.success(request, f"Saved: {in_words(changed)} for {page.year_text}.")
            return redirect("indicator", code=indicator.code)
    context = {
        "form": form,
        "page": page,
        "indicator": indicator,
        "targets": page.targets,
        "tolerance": tolerance_words(rule_of(indicator)),
        "floor": floor_words(indicator),
    }
    return render(request, "indicators/year_of_targets.html", context)


def year_form(request, page) -> YearOfTargetsForm:
    given = request.POST if request.method == "POST" else request.held_form
    return YearOfTargetsForm(
        given,
        indicator=page.indicator,
        places=page.places,
        initial=page.initial | {"seen_target": targets.seen(page.indicator)},
    )


def set_year(form: YearOfTargetsForm, *, by):
    return targets.set_profile(
        indicator=form.indicator,
        aims=form.aims,
        reason=form.cleaned_data["reason"],
        by=by,
        seen_target=form.cleaned_data["seen_target"],
    )


def filled_in(form: YearOfTargetsForm) -> None:
    """The year's target spread over its quarters or months, for the writer to look at: nothing
    is saved."""
    form.full_clean()
    whole = form.cleaned_data.get("0.value")
    if whole is None:
        form.add_error("0.value", "Enter the year’s target first.")
        return
    indicator = form.indicator
    shares = spread(
        whole,
        len(form.places) - 1,
        build_up=indicator.build_up,
        unit=indicator.unit,
        decimals=indicator.decimals,
    )
    form.data = form.data.copy()
    for place, share in enumerate(shares, start=1):
        form.data[f"{place}.value"] = f"{share:.12g}"
    form.errors.clear()


def refused(form, refusal: ValidationError, **seen) -> None:
    """Each problem beside its field; the next try has ``seen`` what is there now."""
    is_by_field = hasattr(refusal, "error_dict")
    by_field = refusal.error_dict if is_by_field else {NON_FIELD_ERRORS: refusal.error_list}
    for field, problems in by_field.items():
        known = field if field in form.fields else field.partition(".")[2]
        form.add_error(known if known in form.fields else None, problems)
    form.data = form.data.copy()
    for name, value in seen.items():
        form.data[name] = value


def in_words(changed) -> str:
    return f"{len(changed)} target{'' if len(changed) == 1 else 's'}"
