"""The head and the body of every table, for ``components/table.html``.

In Python rather than in the template, because attributes are worked out once per column and not
once per cell.
"""

from django import template
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import Accessor, signature

register = template.Library()


@register.filter
def caption_of(table) -> str:
    """What the table is, from ``table.caption`` or its ``Meta.caption``."""
    return getattr(table, "caption", "") or getattr(getattr(table, "Meta", None), "caption", "")


def attributes(pairs) -> SafeString:
    return format_html_join("", ' {}="{}"', pairs)


def joined(*classes) -> str:
    return " ".join(one for one in classes if one)


def is_numeric(column) -> bool:
    return "numeric" in (column.attrs["td"].get("class") or "")


def sorted_direction(column) -> str:
    if not column.is_ordered:
        return ""
    return "descending" if column.order_by_alias.is_descending else "ascending"


def sort_link(context, column, direction) -> SafeString:
    """The header as a link that sorts by it, from the first page, keeping everything else."""
    table = context["table"]
    asked = {**dict(context["request"].GET)}
    asked[table.prefixed_order_by_field] = column.order_by_alias.next
    asked.pop(table.prefixed_page_field, None)
    return format_html(
        '<a class="gt-table__sort{}" href="?{}">{}</a>',
        f" gt-table__sort--{direction}" if direction else "",
        urlencode(asked, doseq=True),
        column.header,
    )


def head_cell(context, column) -> SafeString:
    direction = sorted_direction(column)
    own = {k: v for k, v in column.attrs["th"]._iteritems() if k not in {"class", "scope"}}
    if direction:
        own["aria-sort"] = direction
    classes = joined(
        "govuk-table__header",
        "govuk-table__header--numeric" if is_numeric(column) else "",
        column.attrs["th"].get("class"),
    )
    words = sort_link(context, column, direction) if column.orderable else column.header
    return format_html(
        '<th scope="col" class="{}"{}>{}</th>', classes, attributes(own.items()), words
    )


@register.simple_tag(takes_context=True)
def table_head(context) -> SafeString:
    cells = [(head_cell(context, column),) for column in context["table"].columns]
    return format_html_join("", "{}", cells)


def has_callable(column) -> bool:
    """Whether this column's attributes differ from row to row."""
    attrs = column.column.attrs
    cell = attrs.get("td", attrs.get("cell", {}))
    return any(callable(value) for value in cell.values())


def cell_opening(column, *, is_header: bool) -> SafeString:
    """The opening tag of a column's cells, with the heading for when rows become cards."""
    attrs = column.attrs["td"]
    own = [(k, v) for k, v in attrs._iteritems() if k != "class"]
    start = '<th scope="row" class="{}"' if is_header else '<td class="{}"'
    base = "govuk-table__header gt-table__row-header" if is_header else "govuk-table__cell"
    return format_html(
        start + '{} data-heading="{}">',
        joined(base, attrs.get("class")),
        attributes(own),
        column.header,
    )


def row_header_of(table) -> str:
    """The column that names each row: ``table.row_header``, else the first."""
    return getattr(table, "row_header", None) or next(iter(table.columns.names()), "")


class Openings:
    """The opening tag of each column's cells, made once where it is the same in every row."""

    def __init__(self, table):
        self.row_header = row_header_of(table)
        self.kept = {
            column.name: self.make(column) for column in table.columns if not has_callable(column)
        }

    def make(self, column) -> SafeString:
        return cell_opening(column, is_header=column.name == self.row_header)

    def of(self, column) -> SafeString:
        return self.kept.get(column.name) or self.make(column)

    def closing(self, column) -> str:
        return "</th>" if column.name == self.row_header else "</td>"


def row_attributes(row) -> SafeString:
    """What the table's ``row_attrs`` say; nothing is worked out where it says nothing."""
    own = row.table.row_attrs
    if not own:
        return mark_safe(' class="govuk-table__row"')
    attrs = {**row.attrs, "class": joined("govuk-table__row", row.attrs.get("class"))}
    return attributes((k, v) for k, v in attrs.items() if v is not None)


class Cells:
    """What a column shows of a row, with what its ``render`` asks for looked up once: the library
    does so for every cell, which takes half of a table's time."""

    def __init__(self, table):
        self.table = table
        self.asked = {column.name: signature(column.render) for column in table.columns}

    def of(self, row, column):
        value = Accessor(column.accessor).resolve(row.record, quiet=True)
        if value in column.column.empty_values:
            return column.default
        given = {
            "value": value,
            "record": row.record,
            "column": column.column,
            "bound_column": column,
            "bound_row": row,
            "table": self.table,
        }
        names, takes_all = self.asked[column.name]
        content = column.render(**(given if takes_all else {name: given[name] for name in names}))
        return column.link(content, **given) if column.link else content


@register.simple_tag(takes_context=True)
def table_body(context) -> SafeString:
    table = context["table"]
    cells, openings = Cells(table), Openings(table)
    parts = []
    for row in table.paginated_rows:
        parts.append(f"<tr{row_attributes(row)}>")
        for column in table.columns:
            cell = cells.of(row, column)
            column.current_value, column.current_record = cell, row.record  # for callable attrs
            shown = conditional_escape(render_value_in_context(cell, context))
            parts += (openings.of(column), shown, openings.closing(column))
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 every part was escaped above
