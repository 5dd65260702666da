"""Forms for recommendations. They gather what was typed; ``recommendations`` decides."""

from django import forms
from django.db.models import Q

from config.form_fields import DayField, PersonField, RowsField
from config.second_editor import EditForm
from evidence.models import Document
from readiness.action_update_forms import NearDocumentField
from readiness.models import Action, Recommendation, RecommendationSource, Statement
from readiness.models.recommendations import ANSWERS
from readiness.roles import people_who_may
from readiness.score_reads import frameworks_in_use_first


def newest_documents():
    return Document.objects.kept().order_by("-added_at", "-pk")


class RecommendationForm(forms.Form):
    source = forms.ChoiceField(
        label="Where does it come from?", choices=[("", "Choose"), *RecommendationSource.choices]
    )
    source_title = forms.CharField(
        label="Which report or case",
        max_length=200,
        help_text="For example: LGA peer challenge, March 2026. Name nobody who draws on care.",
    )
    document = NearDocumentField(
        Document.objects.none(),
        label="The report, if the evidence library has it",
        required=False,
        help_text="The hundred documents that were added last.",
    )
    paragraph = forms.CharField(label="Page or paragraph", max_length=60, required=False)
    words = forms.CharField(
        label="The recommendation, word for word", widget=forms.Textarea(attrs={"rows": 4})
    )
    received_on = DayField(label="Received on")
    answer_by = DayField(label="To be answered by")
    lead = PersonField(
        None,
        label="Who sees that it is answered",
        empty_label="Choose",
        help_text="It is on their list of work until it is.",
    )
    statements = RowsField(
        None,
        label="Quality statements it speaks to",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, linked=(), **kwargs):
        super().__init__(*args, **kwargs)
        in_use = Q(framework__in=frameworks_in_use_first().values("pk")[:1])
        self.fields["statements"].queryset = Statement.objects.filter(in_use | Q(pk__in=linked))
        self.fields["lead"].queryset = people_who_may("readiness.manage_recommendations")
        self.fields["document"].offer(newest_documents(), chosen=self.initial.get("document"))


class EditRecommendationForm(RecommendationForm, EditForm):
    def __init__(self, *args, recommendation, **kwargs):
        linked = list(recommendation.statements.values_list("pk", flat=True))
        names = ("source", "source_title", "paragraph", "words", "received_on", "answer_by")
        kwargs["initial"] = {name: getattr(recommendation, name) for name in names} | {
            "document": recommendation.document_id,
            "lead": recommendation.lead_id,
            "statements": linked,
            "revision": recommendation.revision,
        }
        super().__init__(*args, linked=linked, **kwargs)


class AnswerRecommendationForm(forms.Form):
    answer = forms.ChoiceField(
        label="Is it accepted?",
        choices=[(state.value, state.label) for state in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is accepted."},
    )
    note = forms.CharField(
        label="Why, or what will be done",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Needed unless it is accepted as it stands. Reviewers can read it.",
    )


class ActionOfPlanField(forms.ModelChoiceField):
    def label_from_instance(self, action):
        return f"{action.title} ({action.priority})"


class LinkActionForm(forms.Form):
    action = ActionOfPlanField(
        Action.objects.none(),
        label="Which action of the plan answers it?",
        empty_label="Choose",
        error_messages={"required": "Choose an action."},
    )

    def __init__(self, *args, recommendation, **kwargs):
        super().__init__(*args, **kwargs)
        linked = recommendation.action_links.live().values("action")
        actions = Action.objects.unfinished().exclude(pk__in=linked).select_related("priority")
        self.fields["action"].queryset = actions.order_by("title", "pk")


class CloseRecommendationForm(forms.Form):
    proof = NearDocumentField(
        Document.objects.none(),
        label="What shows that it is done?",
        required=False,
        help_text="The hundred documents that were added last.",
    )
    note = forms.CharField(
        label="Or why is it closed?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].offer(newest_documents())
        self.fields["proof"].one_of_several = self.fields["note"].one_of_several = True


class OtherRecommendationField(forms.ModelChoiceField):
    def label_from_instance(self, recommendation):
        return f"{recommendation}: {recommendation.words[:80]}"


class MergeForm(forms.Form):
    into = OtherRecommendationField(
        Recommendation.objects.none(), label="Which one says the same?", empty_label="Choose"
    )
    note = forms.CharField(label="Why are they one?", max_length=300)

    def __init__(self, *args, recommendation, **kwargs):
        super().__init__(*args, **kwargs)
        others = Recommendation.objects.open().exclude(pk=recommendation.pk)
        self.fields["into"].queryset = others


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Why is it opened again?",
        max_length=300,
        error_messages={"required": "Say why it is opened again."},
    )
