"""What can be done with several documents at once: one form each."""

from collections.abc import Sequence

from django import forms

from config.form_fields import DayField
from config.wording import day_in_words, name_of
from readiness import bulk_changes
from readiness.bulk_changes import Chosen
from readiness.evidence_forms import LinkForm, PersonField, people
from readiness.models import Lens
from readiness.score_reads import frameworks_in_use_first


def documents(count: int) -> str:
    return f"{count} document{'' if count == 1 else 's'}"


class LinkSeveralForm(LinkForm):
    heading = "Link them to statements"
    permission = "readiness.link_evidence"

    def carry_out(self, chosen: Sequence[Chosen], *, by) -> str:
        linked = bulk_changes.link_each(chosen, by=by, **self.cleaned_data)
        return f"Linked {documents(linked)}."


class OwnerForm(forms.Form):
    heading = "Change who owns them"
    permission = "evidence.change_document"

    owner = PersonField(
        None, label="New owner", empty_label="Choose", help_text="Who keeps them up to date."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people()

    def carry_out(self, chosen: Sequence[Chosen], *, by) -> str:
        owner = self.cleaned_data["owner"]
        changed = bulk_changes.change_owner(chosen, owner=owner, by=by)
        return f"{name_of(owner)} now owns {documents(changed)} more."


class ReviewDateForm(forms.Form):
    heading = "Set when they are looked at again"
    permission = "evidence.change_document"

    review_by = DayField(
        label="Review by", help_text="When somebody should check that they still hold."
    )

    def carry_out(self, chosen: Sequence[Chosen], *, by) -> str:
        day = self.cleaned_data["review_by"]
        changed = bulk_changes.set_review_date(chosen, review_by=day, by=by)
        return f"Review by {day_in_words(day)}: set for {documents(changed)}."


class LensForm(forms.Form):
    heading = "Say which subject they speak to"
    permission = "readiness.link_evidence"

    lens = forms.ModelChoiceField(Lens.objects.none(), label="Lens", empty_label="Choose")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        framework = frameworks_in_use_first().values("pk")[:1]
        self.fields["lens"].queryset = Lens.objects.filter(framework__in=framework)

    def carry_out(self, chosen: Sequence[Chosen], *, by) -> str:
        lens = self.cleaned_data["lens"]
        given = bulk_changes.give_lens(chosen, lens=lens, by=by)
        return f"{lens.title}: given to {documents(given)}."


BULK_FORMS: dict[str, type] = {
    "link": LinkSeveralForm,
    "owner": OwnerForm,
    "review": ReviewDateForm,
    "lens": LensForm,
}
