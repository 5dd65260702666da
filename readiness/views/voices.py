"""What people said: the list, one voice's page, and the forms that keep to their consent."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from config.pages_of_rows import show_page
from config.second_editor import MOVED_ON
from indicators import list_files
from readiness import library, voices
from readiness.models import Voice
from readiness.resources import VoiceResource
from readiness.voice_forms import RenewForm, VoiceForm, WithdrawConsentForm, WordsForm
from readiness.voice_list import VoiceFilter, VoiceTable, voices_for

PER_PAGE = 25
shows_and_saves = require_http_methods(["GET", "POST"])
may_view = permission_required("readiness.view_voice", raise_exception=True)
may_record = permission_required("readiness.record_voice", raise_exception=True)


def typed(request):
    """What the person typed: now, or before their session ended."""
    return request.POST if request.method == "POST" else request.held_form


def listed(request):
    on = timezone.localdate()
    chosen = VoiceFilter(
        request.GET,
        voices_for(request.user, on=on).select_related("statement"),
        on=on,
        statements=list(library.choices().statements),
        sees_consent=request.user.has_perm("readiness.record_voice"),
    )
    return chosen, VoiceTable(chosen.qs, on=on)


@require_GET
@may_view
def voice_list(request):
    chosen, table = listed(request)
    show_page(request, table, rows=PER_PAGE)
    context = {"filter": chosen, "table": table, "is_narrowed": bool(request.GET)}
    return render(request, "readiness/voices/list.html", context)


@require_GET
@may_view
def voice_export(request, kind):
    """All that the list holds under its filters. Words that may not be shown are not in it."""
    chosen, table = listed(request)
    return list_files.download(
        VoiceResource(on=table.on), chosen.qs, kind=kind, name=f"voices-{table.on}"
    )


@require_GET
@may_view
def voice(request, pk):
    on = timezone.localdate()
    found = get_object_or_404(
        voices_for(request.user, on=on).select_related("statement", "added_by", "withdrawn_by"),
        pk=pk,
    )
    sees_all = request.user.has_perm("readiness.record_voice")
    context = {
        "voice": found,
        "consent": voices.consent_in_words(found),
        "has_run_out": found.has_run_out(on=on),
        "changes": found.changes.select_related("changed_by") if sees_all else (),
    }
    return render(request, "readiness/voices/voice.html", context)


@shows_and_saves
@may_record
def record_voice(request):
    form = VoiceForm(typed(request), statement=request.GET.get("statement", ""))
    if request.method == "POST" and form.is_valid():
        about = {"by": request.user, "on": timezone.localdate()}
        try:
            made = voices.record_voice(**form.cleaned_data, **about)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Saved. It now shows under {made.statement}.")
            return redirect("voice", pk=made.pk)
    return render(request, "readiness/voices/record.html", {"form": form})


@shows_and_saves
@may_record
def renew_consent(request, pk):
    found = get_object_or_404(Voice, pk=pk)
    form = RenewForm(typed(request), voice=found)
    about = {"by": request.user, "on": timezone.localdate()}
    if done(request, form, voices.renew_consent, found, **about):
        messages.success(request, "Saved. The words may be used as they agreed.")
        return redirect("voice", pk=pk)
    return voice_form(request, found, form, "The person was asked again")


@shows_and_saves
@may_record
def correct_words(request, pk):
    found = get_object_or_404(Voice, pk=pk)
    form = WordsForm(typed(request), voice=found)
    if done(request, form, voices.correct_words, found, by=request.user):
        messages.success(request, "Saved. What stood there before is not kept.")
        return redirect("voice", pk=pk)
    return voice_form(request, found, form, "Change the words")


@shows_and_saves
@may_record
def withdraw_consent(request, pk):
    found = get_object_or_404(Voice, pk=pk)
    form = WithdrawConsentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            voices.withdraw_consent(found, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Consent is withdrawn and the words are erased.")
            return redirect("voice", pk=pk)
    heading = "The person has withdrawn consent"
    return voice_form(request, found, form, heading, submit="Erase the words", warning=True)


def done(request, form, change, found, **about) -> bool:
    """Whether a change was sent and made; if not, the form says why and has seen what moved."""
    if request.method != "POST" or not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    try:
        change(found, seen_revision=said.pop("revision"), **said, **about)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        if getattr(refusal, "code", "") == MOVED_ON:
            found.refresh_from_db()
            form.data = form.data.copy()
            form.data["revision"] = found.revision
        return False
    return True


def voice_form(request, found, form, heading, **more):
    context = {"voice": found, "form": form, "heading": heading, **more}
    return render(request, "readiness/voices/form.html", context)
