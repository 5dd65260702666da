"""Long tables, a page at a time."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django_tables2 import RequestConfig


class NearestPage(Paginator):
    """Asked for a page that is not there, it gives the first or the last."""

    def validate_number(self, number):
        try:
            return super().validate_number(number)
        except PageNotAnInteger:
            return 1
        except EmptyPage:
            return self.num_pages


def show_page(request, table, *, rows: int) -> None:
    """Sort the table as the address says, and keep the page it names. How long a page is, an
    address does not decide."""
    RequestConfig(request, paginate=False).configure(table)
    asked = request.GET.get(table.prefixed_page_field, 1)
    table.paginate(NearestPage, per_page=rows, page=asked)
