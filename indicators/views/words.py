"""The council's own words for its ratings."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators import council_words
from indicators.group_forms import RatingWordsForm
from indicators.models import RatingWords
from indicators.rating_words import SETS_IN_USE, STANDARD
from indicators.views.targets import refused


@require_http_methods(["GET", "POST"])
@permission_required("indicators.choose_rating_words", raise_exception=True)
def rating_words(request):
    history = list(RatingWords.objects.select_related("set_by").order_by("-pk"))
    latest = history[0] if history else None
    in_force = latest or STANDARD
    initial = {name: getattr(in_force, name) for name in council_words.NAMES}
    initial["seen"] = latest.pk if latest else 0
    given = request.POST if request.method == "POST" else request.held_form
    form = RatingWordsForm(given, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            council_words.choose_words(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refused(form, refusal, seen=initial["seen"])
        else:
            messages.success(request, "Saved. Every page and file now uses these words.")
            return redirect("rating_words")
    context = {"form": form, "history": history, "standard": STANDARD, "sets": SETS_IN_USE}
    return render(request, "indicators/rating_words.html", context)
