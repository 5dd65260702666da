"""Adding evidence as people do it: several files at once, a lost connection, the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from evidence.models import Document, Upload
from tests.browser.conftest import WIDTHS
from tests.evidence import samples
from tests.factories import CategoryFactory, HomeCouncilFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/evidence/add/"
PATIENCE = 20_000


@pytest.fixture(autouse=True)
def framework():
    HomeCouncilFactory()
    StatementFactory(title="Safeguarding", slug="safeguarding")
    CategoryFactory()


@pytest.fixture
def desk(signed_in_page):
    page = signed_in_page("contributor")
    page.set_default_timeout(PATIENCE)
    return page


def text_file(name, words):
    return {"name": name, "mimeType": "text/plain", "buffer": words.encode()}


def choose(page, *files):
    page.locator("input[name=file]").set_input_files(list(files))


def ready(page, name):
    return expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text(
        "Ready to save", timeout=PATIENCE
    )


def answer(page):
    page.get_by_label("What does it show?").fill("Waits fell")
    page.get_by_label("Safeguarding").check()
    page.get_by_label("People's experience").check()


def save(page):
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_several_files_arrive_while_the_form_is_filled_in(desk, live_server, barriers, width):
    page = desk
    page.goto(live_server.url + ADD)
    assert barriers(page, width=width) == []
    macros = samples.FOLDER / "SimpleMacro.docm"
    refused = {"name": macros.name, "mimeType": "", "buffer": macros.read_bytes()}
    words = "Every safeguarding enquiry was begun in two days, up from half before."
    choose(page, text_file("Enquiries.txt", words), text_file("Audit.txt", "Two"), refused)
    ready(page, "Enquiries.txt")
    ready(page, "Audit.txt")
    expect(page.get_by_text("Word document with macros").first).to_be_visible()
    expect(page.get_by_text("Suggested from what the files say")).to_be_visible()
    assert barriers(page, width=width) == []
    answer(page)
    save(page)
    expect(page.get_by_text("2 documents saved. They now show under Safeguarding.")).to_be_visible()
    assert Document.objects.count() == 2


def test_a_suggestion_is_taken_by_pressing_it_and_not_before(desk, live_server):
    page = desk
    page.goto(live_server.url + ADD)
    choose(page, text_file("Safeguarding report.txt", "All 20 enquiries were begun, up from 12."))
    pressed = page.get_by_role("button", name=re.compile("Tick it .*Safeguarding"))
    expect(pressed).to_be_visible()
    expect(page.get_by_label("Safeguarding", exact=True)).not_to_be_checked()
    pressed.click()
    expect(page.get_by_label("Safeguarding", exact=True)).to_be_checked()
    page.get_by_role("button", name="Use this line").click()
    expect(page.get_by_label("What does it show?")).to_have_value(
        "All 20 enquiries were begun, up from 12."
    )


def test_a_connection_that_breaks_off_goes_on_where_it_was(desk, live_server):
    """The first piece arrives, the connection is lost, and the rest comes when it is back."""
    page = desk
    page.goto(live_server.url + ADD)
    content = "Long. " * 2_000_000  # 12 MB: two pieces
    lost = []

    def lose_the_second_piece(route):
        if route.request.headers.get("upload-offset", "0") != "0" and len(lost) < 2:
            lost.append(route.request.headers["upload-offset"])
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/evidence/uploads/.+"), lose_the_second_piece)
    choose(page, text_file("Long.txt", content))
    ready(page, "Long.txt")
    assert lost == [str(8 * 1024 * 1024)] * 2
    assert Upload.objects.get().size == len(content)


def test_going_away_and_back_loses_neither_files_nor_words(desk, live_server):
    page = desk
    page.goto(live_server.url + ADD)
    choose(page, text_file("Survey.txt", "What carers told us."))
    ready(page, "Survey.txt")
    with page.expect_response("**/evidence/add/draft/"):
        answer(page)
    page.goto(f"{live_server.url}/evidence/")
    page.goto(live_server.url + ADD)
    ready(page, "Survey.txt")
    expect(page.get_by_label("What does it show?")).to_have_value("Waits fell")
    expect(page.get_by_label("Safeguarding")).to_be_checked()


def test_a_file_is_taken_off_the_list(desk, live_server):
    page = desk
    page.goto(live_server.url + ADD)
    choose(page, text_file("Survey.txt", "What carers told us."))
    ready(page, "Survey.txt")
    page.get_by_role("button", name="Remove Survey.txt").click()
    expect(page.get_by_role("heading", name="Your files")).to_be_hidden()
    expect(page.get_by_label("Or paste a link")).to_be_visible()
    assert not Upload.objects.exists()


def test_saving_waits_for_files_that_are_still_on_their_way(desk, live_server):
    page = desk
    page.goto(live_server.url + ADD)
    page.route(
        re.compile("/evidence/uploads/.+"),
        lambda route: (page.wait_for_timeout(500), route.continue_()),
    )
    choose(page, text_file("Survey.txt", "What carers told us."))
    answer(page)
    save(page)
    expect(page.get_by_text("Saved. It now shows under Safeguarding.")).to_be_visible()


def tab_to(page, locator, *, most=60):
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_from_the_home_page_to_saved_with_the_keyboard_alone(desk, live_server):
    page = desk
    page.goto(f"{live_server.url}/my-work/")
    tab_to(page, page.get_by_role("button", name="Add evidence"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/add/")
    picker = page.get_by_role("button", name=re.compile("Choose files"))
    tab_to(page, picker)
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    opened.value.set_files([text_file("Survey.txt", "What carers told us.")])
    ready(page, "Survey.txt")
    tab_to(page, page.get_by_label("What does it show?"))
    page.keyboard.type("Carers wait less")
    tab_to(page, page.get_by_label("Safeguarding", exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("People's experience"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Page or section"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. It now shows under Safeguarding.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_several_files_are_sent_with_the_form(
    browser, signed_in_page, live_server, width
):
    cookies = signed_in_page("contributor").context.cookies()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(live_server.url + ADD)
    choose(page, text_file("One.txt", "One"), text_file("Two.txt", "Two"))
    save(page)
    expect(page.get_by_role("listitem").filter(has_text="Two.txt")).to_contain_text("Ready to save")
    answer(page)
    save(page)
    expect(page.get_by_text("2 documents saved.")).to_be_visible()
    context.close()
