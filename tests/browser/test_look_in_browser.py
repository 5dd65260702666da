"""The look in a real browser: nothing in the way at WCAG 2.2 AA, nothing off the side."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = [
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/password/reset/0-used-up/",
    "/accessibility/",
    "/no/such/page/",
]
SAMPLE_PAGES = [
    "/sample/form/",
    "/sample/table/?page=2",
    "/sample/wide/",
    "/sample/forbidden/",
    "/sample/broken/",
    "/account/password/change/",
    "/account/sign-out/",
]


@pytest.fixture(autouse=True)
def samples(settings, home_council):
    settings.ROOT_URLCONF = "tests.readiness.look_samples"
    template = {**settings.TEMPLATES[0]}
    template["DIRS"] = [*template["DIRS"], settings.BASE_DIR / "tests" / "templates"]
    settings.TEMPLATES = [template]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", OPEN_PAGES)
def test_a_page_open_to_all_has_no_barriers(page, live_server, barriers, address, width):
    page.goto(live_server.url + address)
    assert barriers(page, width=width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", SAMPLE_PAGES)
def test_a_page_has_no_barriers(signed_in_page, live_server, barriers, address, width):
    page = signed_in_page("contributor")
    page.goto(live_server.url + address)
    assert barriers(page, width=width) == []


@pytest.fixture
def refused(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.goto(live_server.url + "/sample/form/")
    page.get_by_role("button", name="Save and continue").click()
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_errors_has_no_barriers(refused, barriers, width):
    assert barriers(refused, width=width) == []


def test_the_error_summary_takes_the_keyboard_and_leads_to_the_field(refused):
    expect(refused.locator(".govuk-error-summary")).to_be_focused()
    refused.get_by_role("link", name="Choose an answer for “Status”").click()
    expect(refused.locator("#id_status_0")).to_be_focused()


def test_the_account_menu_closes_on_escape(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.goto(live_server.url + "/sample/form/")
    page.locator(".gt-account__summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).not_to_be_visible()


def test_signing_out_works_from_the_menu(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.goto(live_server.url + "/sample/form/")
    page.locator(".gt-account__summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_filters_fold_away_on_a_phone_until_they_are_used(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + "/sample/table/")
    expect(page.get_by_label("Status")).not_to_be_visible()
    page.goto(live_server.url + "/sample/table/?status=behind")
    expect(page.get_by_label("Status")).to_be_visible()


def test_a_table_that_fits_is_no_stop_for_the_keyboard(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url + "/sample/table/")
    expect(page.locator(".gt-scroll[tabindex]")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + "/sample/wide/")
    expect(page.locator(".gt-scroll[tabindex]")).to_have_count(1)
    expect(page.get_by_text("This table scrolls sideways")).to_be_visible()


def test_tabs_show_one_panel_at_a_time(signed_in_page, live_server):
    page = signed_in_page("contributor")
    page.goto(live_server.url + "/sample/table/")
    expect(page.get_by_text("Worse than this year")).not_to_be_visible()
    page.get_by_role("tab", name="Last year").click()
    expect(page.get_by_text("Worse than this year")).to_be_visible()


def test_an_error_in_the_summary_is_red(refused):
    link = refused.get_by_role("link", name="Fill in “Title”")
    red = refused.locator("#id_title_error").evaluate("one => getComputedStyle(one).color")
    assert link.evaluate("one => getComputedStyle(one).color") == red


def test_nothing_is_asked_of_another_host(signed_in_page, live_server):
    page = signed_in_page("contributor")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/sample/form/")
    assert asked
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


def test_no_page_breaks_its_content_security_policy(signed_in_page, live_server):
    page = signed_in_page("contributor")
    said = []
    page.on("console", lambda message: said.append(message.text))
    for address in ("/sample/form/", "/sample/table/"):
        page.goto(live_server.url + address)
    assert [text for text in said if "Content Security Policy" in text] == []


def test_a_page_works_without_scripts(browser, signed_in_page, live_server):
    signed_in = signed_in_page("contributor").context.storage_state()
    with browser.new_context(java_script_enabled=False, storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(live_server.url + "/sample/table/")
        expect(page.get_by_label("Status")).to_be_visible()
        expect(page.get_by_text("Worse than this year")).to_be_visible()
        page.locator(".gt-account__summary").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
