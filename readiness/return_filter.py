"""Which items of a return its page and its file show, read from the address."""

from django import forms

from config.wording import name_of
from readiness.models import ReturnState
from readiness.return_items import ItemRow
from readiness.return_page import ReturnPage, Theme, by_theme, theme_of

OVERDUE, NOT_READY, TO_MEND, NOBODY = "overdue", "not-ready", "to-mend", "nobody"
STATES = [
    ("", "Any state"),
    (OVERDUE, "Overdue"),
    (NOT_READY, "Not ready yet"),
    (TO_MEND, "Called ready, something to mend"),
    *ReturnState.choices,
]


class ItemFilterForm(forms.Form):
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        owners = {
            str(row.item.owner.pk): name_of(row.item.owner) for row in page.rows if row.item.owner
        }
        people = sorted(owners.items(), key=lambda pair: pair[1])
        themes = [(theme.title, theme.title) for theme in page.themes]
        self.fields["owner"].choices = [("", "Anybody’s"), (NOBODY, "Nobody’s yet"), *people]
        self.fields["theme"].choices = [("", "Any theme"), *themes]


class ItemFilter:
    """A choice that is not one asks for nothing."""

    def __init__(self, data, *, page: ReturnPage):
        self.form = ItemFilterForm(data, page=page)
        self.form.is_valid()
        asked = self.form.cleaned_data
        self.rows = [
            row
            for row in page.rows
            if is_in_state(row, asked.get("state", ""))
            and asked.get("owner", "") in ("", owner_of(row))
            and asked.get("theme", "") in ("", theme_of(row))
        ]

    @property
    def themes(self) -> list[Theme]:
        return by_theme(self.rows)


def is_in_state(row: ItemRow, asked: str) -> bool:
    ways = {
        "": True,
        OVERDUE: row.is_overdue,
        NOT_READY: row.state not in (ReturnState.READY, ReturnState.SUBMITTED),
        TO_MEND: row.needs_mending,
    }
    return ways.get(asked, row.state == asked)


def owner_of(row: ItemRow) -> str:
    return str(row.item.owner_id) if row.item.owner_id else NOBODY
