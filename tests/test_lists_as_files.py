"""Every list is a file as well: each table of records on any page is offered as one, with the rows
of the screen in its order, under each filter that the page offers.

A new page with a table fails here until it has ``{% include "components/download_list.html" %}``,
or is named in ``NO_LISTS`` with the reason.
"""

import csv
import io
import re
from datetime import date, datetime
from functools import partial
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.wording import day_in_words
from readiness.roles import Role
from tests.permission_samples import Samples
from tests.permission_table import PAGES

WALKED_AS = {
    "staff": (Role.DIRECTOR, Role.ADMINISTRATOR, Role.ANALYST, Role.CONTRIBUTOR),
    "reviewers": (Role.REVIEWER,),
}
A_FORM = "its cells are fields to fill in"
COUNTS = "it counts what other lists hold: each number leads to one of them, which has a file"
A_DOCUMENT = "it is looked at before it is taken out whole, as Word, PDF and Excel"

# (page, caption of the table; "" for all) -> why it is not offered as a file.
NO_LISTS = {
    ("overview", ""): COUNTS,
    ("plan", "Actions by priority and status"): COUNTS,
    ("coverage", ""): "its file has a line for each cell of the matrix",
    ("report", ""): "how one report is set up",
    ("evidence_needed", ""): A_FORM,
    ("year_of_targets", ""): A_FORM,
    ("self_assessment_document", ""): A_DOCUMENT,
    ("preview_report", ""): A_DOCUMENT,
    ("issued_report", ""): A_DOCUMENT,
    ("manage_visit", ""): "the latest of what the list of what reviewers opened holds",
}
MOST_WAYS = 8
"""Ways to choose and sort that are tried of each page."""


class Tables(HTMLParser):
    """The tables of a page as (caption, rows), a row as (its heading, all its words); the links
    to files, and the addresses under which the page shows the list otherwise."""

    def __init__(self, html: str):
        super().__init__()
        self.tables: list[tuple[str, list[tuple[str, str]]]] = []
        self.files: list[str] = []
        self.ways: list[str] = []
        self.caption = self.heading = self.words = self.select = ""
        self.within: list[str] = []
        self.is_body = self.spans = self.has_more = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("table", "caption", "tbody", "tr", "th"):
            self.within.append(tag)
        if tag == "table":
            self.caption, self.rows = "", []
        elif tag == "tbody":
            self.is_body = True
        elif tag == "tr":
            self.heading = self.words = ""
            self.spans = False
        elif tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and self.select and given.get("value"):
            self.ways.append(f"?{self.select}={given['value']}")
        elif tag == "a":
            self.link(given.get("href", ""))
        if tag in ("td", "th") and "colspan" in given:
            self.spans = True  # a heading over rows, words under one, or that there is none

    def link(self, address: str) -> None:
        if re.search(r"\.csv(\?|$)", address):
            self.files.append(address)
        elif "page=" in address:
            self.has_more = True
        elif address.startswith("?"):
            self.ways.append(address)

    def handle_endtag(self, tag):
        if tag in self.within:
            while self.within.pop() != tag:
                pass
        if tag == "tbody":
            self.is_body = False
        elif tag == "tr" and self.is_body and not self.spans:
            self.rows.append((plain(self.heading), plain(self.words)))
        elif tag == "table":
            self.tables.append((plain(self.caption), self.rows))
        elif tag == "select":
            self.select = ""

    def handle_data(self, data):
        if "caption" in self.within:
            self.caption += data
        if self.is_body:
            self.words += f" {data}"
            if "th" in self.within:
                self.heading += f" {data}"


def plain(words: str) -> str:
    return " ".join(words.split())


def spellings(cell: str) -> set[str]:
    """What a cell of the file may be called on the screen: a day is written in words there."""
    said = {plain(cell)}
    for kind in (date, datetime):
        try:
            said.add(day_in_words(kind.fromisoformat(cell)))
        except ValueError:
            continue
    return {words for words in said if len(words) > 1}


def is_row(cells: list[str], heading: str, words: str) -> bool:
    """Whether a line of the file is this row: one of its cells is in the row's heading."""
    return any(said in (heading or words) for cell in cells for said in spellings(cell))


def lines_of(client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def same(lines: list[list[str]], rows: list[tuple[str, str]], *, is_first_page: bool) -> bool:
    """Of a list with several pages, the file begins as the first of them does."""
    is_all = len(lines) == len(rows) or (is_first_page and len(lines) > len(rows))
    return is_all and all(is_row(cells, *row) for cells, row in zip(lines, rows, strict=False))


def not_a_file(page: Tables, client, address: str, name: str) -> list[str]:
    """The tables of a page that no file of it holds, and all of them together neither."""
    listed = [
        (caption, rows)
        for caption, rows in page.tables
        if rows and not {(name, ""), (name, caption)} & NO_LISTS.keys()
    ]
    if not listed:
        return []
    files = [lines_of(client, urljoin(address, file)) for file in page.files]
    is_same = partial(same, is_first_page=page.has_more)
    if any(is_same(lines, [row for _, rows in listed for row in rows]) for lines in files):
        return []
    return [
        f"{name}, {address}: “{caption}” has {len(rows)} rows, files {[len(one) for one in files]}"
        for caption, rows in listed
        if not any(is_same(lines, rows) for lines in files)
    ]


def pages_for(roles, samples) -> list[tuple]:
    """(line of the table, role, address): all rows are made before any page is read."""
    at = [
        (line, role, reverse(line.name, kwargs=kwargs))
        for line, kwargs in [(line, line.at(samples)) for line in PAGES]
        for role in [next((role for role in roles if role in line.opens), None)]
        if role and not line.only_post and not line.redirects
    ]
    return [(line, role, address) for line, role, address in at if address.endswith("/")]


def read(client, address: str) -> Tables | None:
    response = client.get(address)
    is_page = response.status_code == 200 and "text/html" in response["Content-Type"]
    return Tables(response.content.decode()) if is_page else None


@pytest.mark.django_db
@pytest.mark.parametrize("who", WALKED_AS)
def test_each_table_of_records_is_offered_as_a_file_of_its_rows(signed_in, who):
    clients = {role: signed_in(role) for role in WALKED_AS[who]}
    pages_for(WALKED_AS[who], Samples())
    wrong = []
    for line, role, address in pages_for(WALKED_AS[who], Samples()):
        client = clients[role]
        page = read(client, address)
        if page is None or not page.tables:
            continue
        wrong += not_a_file(page, client, address, line.name)
        for way in list(dict.fromkeys(page.ways))[: MOST_WAYS if page.files else 0]:
            chosen = read(client, address + way)
            wrong += not_a_file(chosen, client, address + way, line.name) if chosen else []
    assert not wrong, "\n".join(wrong)


FILES = [line for line in PAGES if line.name.endswith(("_download", "_export"))]


def queries_of(client, line, samples) -> int:
    address = reverse(line.name, kwargs=line.at(samples))
    with CaptureQueriesContext(connection) as asked:
        client.get(address).getvalue()  # of a round that is open, the overview then leads on
    return len(asked)


@pytest.mark.django_db
def test_a_file_asks_the_same_queries_for_two_rows_as_for_six(signed_in):
    clients = {role: signed_in(role) for role in WALKED_AS["staff"]}
    samples = Samples()
    for each in (samples, Samples()):
        pages_for(WALKED_AS["staff"], each)
    files = [
        (line, clients[next(role for role in WALKED_AS["staff"] if role in line.opens)])
        for line in FILES
    ]
    for line, client in files:
        queries_of(client, line, samples)  # what is kept from one request to the next is read
    few = {line.name: queries_of(client, line, samples) for line, client in files}
    for _ in range(4):
        pages_for(WALKED_AS["staff"], Samples())
    many = {line.name: queries_of(client, line, samples) for line, client in files}
    assert {name: (few[name], count) for name, count in many.items() if count > few[name]} == {}
