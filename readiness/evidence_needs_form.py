"""The form on which curators say what evidence each statement needs."""

from collections.abc import Iterator, Mapping

from django import forms

from readiness.coverage import Category, Level
from readiness.evidence_needs import Key


class EvidenceNeedsForm(forms.Form):
    """One choice for each statement and category, each remembering what it showed."""

    reason = forms.CharField(
        label="Why is this changed?",
        max_length=300,
        required=False,
        help_text="It is kept with your name. For example: Agreed at the quality board in May.",
    )

    def __init__(self, *args, statements, categories: list[Category], decided: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.statements, self.categories = statements, categories
        self.names: dict[str, Key] = {}
        for statement in statements:
            for category in categories:
                key = (statement.pk, category.pk)
                self.names[f"need-{statement.pk}-{category.pk}"] = key
                self.fields[f"need-{statement.pk}-{category.pk}"] = forms.ChoiceField(
                    label=f"{statement.title}: {category.title}",
                    choices=Level.choices,
                    initial=decided.get(key, default_of(category)),
                    show_hidden_initial=True,
                )

    def rows(self) -> Iterator[tuple]:
        """(statement, its fields) in order."""
        for statement in self.statements:
            yield (
                statement,
                [self[f"need-{statement.pk}-{category.pk}"] for category in self.categories],
            )

    @property
    def chosen(self) -> dict[Key, str]:
        return {key: self.cleaned_data[name] for name, key in self.names.items()}

    @property
    def shown(self) -> dict[Key, str]:
        """What stood there when the page was opened; what stands there now, where it is lost."""
        return {
            key: self.data.get(self.add_initial_prefix(name), self.fields[name].initial)
            for name, key in self.names.items()
        }


def default_of(category: Category) -> Level:
    return Level.REQUIRED if category.is_required else Level.OPTIONAL
