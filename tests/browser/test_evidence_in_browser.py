"""Adding evidence and finding it again in a real browser: by keyboard and without scripts too."""

import re

import pytest
from playwright.sync_api import expect

from evidence.models import Document
from tests.browser.conftest import WIDTHS
from tests.evidence import samples
from tests.factories import (
    CategoryFactory,
    EvidenceLinkFactory,
    HomeCouncilFactory,
    StatementFactory,
    VersionFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def framework():
    HomeCouncilFactory()
    StatementFactory(title="Safeguarding", slug="safeguarding")
    CategoryFactory()


def fill_in(page, live_server, *, shows="Waits fell"):
    page.goto(f"{live_server.url}/evidence/add/?statement=safeguarding")
    page.set_input_files("input[type=file]", samples.FOLDER / samples.GROUPS)
    page.get_by_label("What does it show?").fill(shows)
    page.get_by_label("People's experience").check()


def test_a_file_is_added_found_by_its_words_and_offered_when_it_comes_again(
    signed_in_page, live_server, barriers
):
    page = signed_in_page("contributor")
    fill_in(page, live_server)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It now shows under Safeguarding.")).to_be_visible()
    page.goto(f"{live_server.url}/evidence/")
    page.get_by_label("Search titles").fill("falkirk")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("Falkirk")

    StatementFactory(title="Equity")
    fill_in(page, live_server, shows="Who is compared with whom")
    page.get_by_label("Safeguarding").uncheck()
    page.get_by_label("Equity").check()
    expect(page.get_by_text("You already have this")).to_be_visible()
    expect(page.get_by_label("Link that one, rather than keep it twice")).to_be_checked()
    assert barriers(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It now shows under Equity.")).to_be_visible()
    assert Document.objects.get().evidence_links.count() == 2


def test_a_link_is_added_with_the_keyboard_alone(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.goto(f"{live_server.url}/evidence/add/?statement=safeguarding")
    page.get_by_label("Or paste a link").focus()
    page.keyboard.type("https://council.example/carers")
    page.keyboard.press("Tab")
    page.keyboard.type("How carers find help")
    page.keyboard.press("Tab")  # to the statements, of which one is ticked
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/*/")
    assert Document.objects.get().evidence_links.get().shows == "How carers find help"


def test_it_all_works_without_scripts(browser, signed_in_page, live_server):
    cookies = signed_in_page("contributor").context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    fill_in(page, live_server)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It now shows under Safeguarding.")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Title").fill("Family groups")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("Family groups"))
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_anybodys_way(signed_in_page, live_server, barriers, width):
    page = signed_in_page("contributor")
    fill_in(page, live_server)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/evidence/\d+/"))
    document = Document.objects.get()
    link = document.evidence_links.get()
    for address in (
        "/evidence/",
        "/evidence/?q=falkirk&kind=PDF",
        "/evidence/?q=zebra",
        "/evidence/add/",
        f"/evidence/{document.pk}/",
        f"/evidence/{document.pk}/edit/",
        f"/evidence/{document.pk}/replace/",
        f"/evidence/{document.pk}/link/",
        f"/evidence/links/{link.pk}/end/",
    ):
        page.goto(live_server.url + address)
        assert barriers(page, width=width) == [], address
    page.goto(f"{live_server.url}/evidence/add/")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert barriers(page, width=width) == []


def test_the_page_says_by_itself_when_a_text_has_been_read(signed_in_page, live_server, barriers):
    version = VersionFactory(text_state="reading")
    EvidenceLinkFactory(document=version.document)
    page = signed_in_page("contributor")
    refused = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/evidence/{version.document_id}/")
    reading = page.get_by_role("progressbar", name="Being checked and read")
    expect(reading).to_be_visible()
    assert [found for width in WIDTHS for found in barriers(page, width=width)] == []
    version.text_state = "read"
    version.save()
    expect(page.locator("#text").get_by_text("Its words can be searched.")).to_be_visible()
    expect(reading).to_have_count(0)
    assert refused == []
