"""How reports look: the council's name and logo."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from readiness.models import ReportLook
from readiness.reports import look
from readiness.reports.report_forms import LookForm


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("readiness.choose_report_look", raise_exception=True)
def report_look(request):
    history = list(ReportLook.objects.defer("logo").select_related("set_by"))
    in_force, posted = look.in_force(), request.method == "POST"
    form = LookForm(
        request.POST if posted else request.held_form,
        request.FILES if posted else None,
        initial={"name": in_force.name, "seen": history[0].pk if history else 0},
    )
    if posted and form.is_valid():
        try:
            look.choose_look(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            form.data = form.data | {"seen": form.initial["seen"]}
        else:
            messages.success(request, "Saved. Reports made from now on look like this.")
            return redirect("report_look")
    context = {"form": form, "look": in_force, "history": history}
    return render(request, "readiness/reports/look.html", context)
