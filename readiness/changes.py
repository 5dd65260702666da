"""What an edit changed, in words that are kept: which fields of a row, from what, to what."""

from datetime import date

from config.wording import day_in_words, name_of

LABELS = {
    "starts_on": "Start date",
    "due_on": "Due date",
    "implemented_on": "In use since",
    "measure": "Measure of success",
    "resource": "What it takes",
    "outcome": "What will be different for people",
    "source_title": "Which report or case",
    "received_on": "Received on",
    "answer_by": "Answer by",
}


def changes_in_a_sentence(changes: dict) -> str:
    """{"Due date": ["none", "1 May 2026"]} -> "Due date from none to 1 May 2026." """
    parts = (f"{label} from {before} to {after}" for label, (before, after) in changes.items())
    return "; ".join(parts) + "."


def changes_in_words(row, fields, linked) -> dict[str, list[str]]:
    """{"Due date": ["none", "1 May 2026"]}: only what differs."""
    changes = {}
    for name, after in fields.items():
        before = getattr(row, name)
        if before != after:
            changes[_label(name)] = [_in_words(before), _in_words(after)]
    for name, rows in linked.items():
        before = list(getattr(row, name).all())
        if {each.pk for each in before} != {each.pk for each in rows}:
            changes[_label(name)] = [_list_in_words(before), _list_in_words(rows)]
    return changes


def _label(name):
    return LABELS.get(name, name.capitalize())


def _in_words(value):
    if value is None:
        return "none"
    if isinstance(value, date):
        return day_in_words(value)
    return (name_of(value) if hasattr(value, "get_full_name") else str(value)) or "nothing"


def _list_in_words(rows):
    return ", ".join(sorted(_in_words(row) for row in rows)) or "none"
