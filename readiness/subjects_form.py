"""Lenses of a document, and topics of each statement it is put forward for."""

from collections import defaultdict

from django import forms

from config.second_editor import EditForm
from readiness.models import EvidenceLink, Lens, LinkTopic, Topic


class SubjectsForm(EditForm):
    """From rows already read: one question for the lenses, one for each link's topics."""

    def __init__(self, *args, links, topics, lenses, lenses_now, revision, **kwargs):
        kwargs["initial"] = {"revision": revision}
        super().__init__(*args, **kwargs)
        self.lenses = {str(lens.pk): lens for lens in lenses}
        self.topics = {str(topic.pk): topic for topic in topics}
        self.fields["lenses"] = several(
            "Subjects that cut across statements",
            [(pk, lens.title) for pk, lens in self.lenses.items()],
            [str(pk) for pk in lenses_now],
        )
        self.offer_topics(links)

    def offer_topics(self, links: list[EvidenceLink]) -> None:
        now = defaultdict(list)
        for link_id, topic_id in (
            LinkTopic.objects.live().filter(link__in=links).values_list("link", "topic")
        ):
            now[link_id].append(str(topic_id))
        for link in links:
            offered = [
                (pk, topic.title)
                for pk, topic in self.topics.items()
                if topic.statement_id == link.statement_id
            ]
            if offered:
                label = f"Topics of {link.statement}, as {link.category.title.lower()}"
                self.fields[name_of_topics(link)] = several(label, offered, now[link.pk])

    @property
    def chosen_lenses(self) -> list[Lens]:
        return [self.lenses[pk] for pk in self.cleaned_data["lenses"]]

    def chosen_topics(self, links: list[EvidenceLink]) -> dict[EvidenceLink, list[Topic]]:
        said = {link: self.cleaned_data.get(name_of_topics(link), ()) for link in links}
        return {link: [self.topics[pk] for pk in chosen] for link, chosen in said.items()}


def name_of_topics(link: EvidenceLink) -> str:
    return f"topics-{link.pk}"


def several(label: str, choices, now) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        initial=now,
        required=False,
        show_hidden_initial=True,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small gt-columns"}),
    )
