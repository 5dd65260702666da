"""What every page needs from its template: breadcrumbs, tags, the error summary."""

from dataclasses import dataclass

from django import template
from django.forms import (
    CheckboxSelectMultiple,
    ChoiceField,
    Field,
    FileInput,
    ModelChoiceField,
    RadioSelect,
)
from django.forms.widgets import ChoiceWidget
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from config.wording import name_of

register = template.Library()

REQUIRED = Field.default_error_messages["required"]
NOT_A_CHOICE = {
    field.default_error_messages["invalid_choice"] for field in (ChoiceField, ModelChoiceField)
}

TAG_COLOURS = {
    "grey",
    "green",
    "turquoise",
    "blue",
    "light-blue",
    "purple",
    "pink",
    "red",
    "orange",
    "yellow",
}


@register.simple_tag
def breadcrumbs(*pairs) -> SafeString:
    """``{% breadcrumbs "Evidence" url "Carers survey" %}``: label, address, …, this page."""
    labels, addresses = pairs[::2], pairs[1::2]
    if not addresses:
        return mark_safe("")
    links = format_html_join(
        "",
        '<li class="govuk-breadcrumbs__list-item">'
        '<a class="govuk-breadcrumbs__link" href="{}">{}</a></li>',
        zip(addresses, labels, strict=False),
    )
    here = format_html_join(
        "",
        '<li class="govuk-breadcrumbs__list-item" aria-current="page">{}</li>',
        ((label,) for label in labels[len(addresses) :]),
    )
    return format_html(
        '<nav class="govuk-breadcrumbs" aria-label="Breadcrumb">'
        '<ol class="govuk-breadcrumbs__list">{}{}</ol></nav>',
        links,
        here,
    )


@register.simple_tag
def tag(words, colour="") -> SafeString:
    """A GOV.UK tag. The words carry the meaning; the colour repeats it."""
    if colour and colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"“{colour}” is not a tag colour")
    return format_html(
        '<strong class="govuk-tag{}{}">{}</strong>',
        " govuk-tag--" if colour else "",
        colour,
        words,
    )


@register.simple_tag
def summary_row(label, value, change_url="", change="") -> SafeString:
    """A row for ``<dl class="govuk-summary-list">``; says so where there is no value.

    With ``change_url`` a link "Change" follows; ``change`` is what it changes, in words.
    """
    nothing = value is None or value == ""
    shown = mark_safe('<span class="gt-muted">Not given</span>') if nothing else localize(value)
    link = format_html(
        '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">Change'
        '<span class="govuk-visually-hidden"> {}</span></a></dd>',
        change_url,
        change or str(label).lower(),
    )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if change_url else " govuk-summary-list__row--no-actions",
        label,
        shown,
        link if change_url else "",
    )


@register.filter
def named(person) -> str:
    """``{{ document.owner|named }}``; nothing where there is nobody."""
    return name_of(person) if person else ""


@dataclass(frozen=True)
class Problem:
    """One line of the error summary and the id of the control it is about, if there is one."""

    message: str
    control: str


def control_id(bound_field) -> str:
    """Where the summary's link lands: for radios and checkboxes, the first of them."""
    if bound_field.is_hidden:
        return ""
    if isinstance(bound_field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound_field.auto_id}_0"
    return bound_field.id_for_label or bound_field.auto_id


def what_is_missing(bound_field) -> str:
    """Django's own "This field is required." says nothing in a list of six."""
    widget = bound_field.field.widget
    if isinstance(widget, FileInput):
        return f"Choose a file for “{bound_field.label}”"
    if isinstance(widget, ChoiceWidget):
        return f"Choose an answer for “{bound_field.label}”"
    return f"Fill in “{bound_field.label}”"


def in_our_words(bound_field, error) -> str:
    """Django's own sentences say “ensure” and “valid”, and not which field they are about."""
    label = bound_field.label
    said = (error.params or {}).get
    match error.code:
        case "required" if error.message == REQUIRED:
            return what_is_missing(bound_field)
        case "max_length" if said("limit_value"):
            limit, length = said("limit_value"), said("show_value")
            return f"“{label}” can have {limit} characters at most; this has {length}."
        case "null_characters_not_allowed":
            return f"“{label}” has a character in it that cannot be kept. Type it again."
        case "invalid_choice" if error.message in NOT_A_CHOICE:
            return f"Choose again for “{label}”: what you chose is not there any more."
    return " ".join(error.messages)


@register.filter
def messages_of(bound_field) -> list[str]:
    """What is wrong with a field, in words that also make sense away from it."""
    return [in_our_words(bound_field, error) for error in bound_field.errors.as_data()]


def problems_of(form) -> list[Problem]:
    """What is about the whole form, then the fields in the order they have on the page."""
    problems = [Problem(message, "") for message in form.non_field_errors()]
    for name in form.fields:
        if name in form.errors:
            control = control_id(form[name])
            problems += [Problem(message, control) for message in messages_of(form[name])]
    return problems


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms) -> dict:
    """Everything wrong with the forms of a page, each line a link to the field it is about."""
    wrong = [form for form in forms if getattr(form, "errors", None)]
    return {"problems": [problem for form in wrong for problem in problems_of(form)]}
