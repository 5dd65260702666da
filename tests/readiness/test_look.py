"""The look: what every form, table and error page must have, whoever writes the page."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings as product_settings
from django.contrib.messages import constants
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from config.environment import contrast_with_white, read_accent_colour
from indicators.models import Area
from readiness import navigation
from readiness.roles import STAFF, Role
from readiness.templatetags.page import problems_of
from tests.factories import HomeCouncilFactory
from tests.readiness.look_samples import SampleForm

TEMPLATES = sorted((product_settings.BASE_DIR / "templates").rglob("*.html"))
FROM_A_DISK = {"packs/index.html"}
"""Opened out of a ZIP, where there is no server whose style sheets it could take."""
GOOD = {
    "title": "Carers survey",
    "shows": "Carers wait less",
    "speaks_to": "2026-03-03",
    "category": "behind",
    "status": "behind",
    "statements": ["behind"],
    "revision": "1",
}


class Elements(HTMLParser):
    """Every element of a page as ``(tag, attributes)``."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag, **wanted):
        return [a for t, a in self.found if t == tag and wanted.items() <= a.items()]

    @property
    def ids(self):
        return {a["id"] for _, a in self.found if "id" in a}


def elements(response) -> Elements:
    return Elements(response.content.decode())


def title_of(response) -> str:
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1]


def shown(source: str, **context) -> str:
    return Template("{% load page %}" + source).render(Context(context))


@pytest.fixture
def samples(settings):
    """The product's addresses with a sample form and a sample table beside them."""
    settings.ROOT_URLCONF = "tests.readiness.look_samples"
    template = {**settings.TEMPLATES[0]}
    template["DIRS"] = [*template["DIRS"], settings.BASE_DIR / "tests" / "templates"]
    settings.TEMPLATES = [template]


@pytest.fixture
def opened(samples, signed_in):
    return signed_in(Role.CONTRIBUTOR)


# --- forms ----------------------------------------------------------------------------------


@pytest.fixture
def form_page(opened):
    return elements(opened.get("/sample/form/"))


@pytest.fixture
def refused_page(opened):
    return elements(opened.post("/sample/form/", {"revision": "1"}))


def controls(page: Elements):
    for tag in ("input", "select", "textarea"):
        for attrs in page.of(tag):
            if attrs.get("type") != "hidden":
                yield attrs


def test_every_control_has_a_label(form_page):
    labelled = {attrs["for"] for attrs in form_page.of("label")}
    assert {attrs["id"] for attrs in controls(form_page)} <= labelled


def test_every_group_of_choices_has_a_legend(form_page):
    assert len(form_page.of("fieldset")) == len(form_page.of("legend")) == 2


def test_what_describes_a_control_is_on_the_page(refused_page):
    described = [a["aria-describedby"] for _, a in refused_page.found if "aria-describedby" in a]
    assert described
    assert {one for ids in described for one in ids.split()} <= refused_page.ids


@pytest.mark.parametrize("name", ["title", "shows", "speaks_to", "category"])
def test_an_error_is_tied_to_its_control(refused_page, name):
    [control] = [a for a in controls(refused_page) if a.get("name") == name]
    assert f"id_{name}_error" in control["aria-describedby"]
    assert control["aria-invalid"] == "true"


@pytest.mark.parametrize("name", ["status", "statements"])
def test_an_error_of_a_group_is_tied_to_its_fieldset(refused_page, name):
    [group] = refused_page.of("fieldset", id=f"id_{name}_group")
    assert f"id_{name}_error" in group["aria-describedby"]


def test_a_hint_is_tied_to_its_control(form_page):
    [title] = [a for a in controls(form_page) if a.get("name") == "title"]
    assert title["aria-describedby"] == "id_title_helptext"


@pytest.mark.parametrize("name", [n for n in SampleForm.base_fields if n != "revision"])
def test_every_kind_of_field_has_gov_uk_markup(form_page, name):
    [control, *_] = [a for a in controls(form_page) if a.get("name") == name]
    assert control["class"].startswith("govuk-")


def test_a_field_that_may_stay_empty_says_so():
    form = SampleForm()
    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["title"].as_field_group()
    assert "(optional)" not in form["agreed"].as_field_group()


def test_one_of_several_ways_does_not_call_itself_optional():
    form = SampleForm()
    form.fields["note"].one_of_several = True
    assert "(optional)" not in form["note"].as_field_group()


def test_numbers_bring_up_the_number_keys_and_no_spinner():
    form = SampleForm()
    assert 'type="text" inputmode="decimal"' in str(form["value"])
    assert 'type="text" inputmode="numeric"' in str(form["places"])
    assert "min=" not in str(form["value"])


def test_a_hidden_field_has_no_look():
    assert "class" not in str(SampleForm()["revision"])


def test_what_was_typed_is_kept_and_escaped():
    form = SampleForm({"title": "<b>Carers</b>", "note": "a < b"})
    assert 'value="&lt;b&gt;Carers&lt;/b&gt;"' in str(form["title"])
    assert "a &lt; b</textarea>" in str(form["note"])


def test_what_was_chosen_is_kept():
    form = SampleForm({"status": "on_target", "statements": ["completed"], "category": "behind"})
    assert re.search(r'value="on_target"[^>]* checked', str(form["status"]))
    assert re.search(r'value="completed"[^>]* checked', str(form["statements"]))
    assert '<option value="behind" selected>' in str(form["category"])


def test_an_empty_choice_is_in_words():
    field = forms.ModelChoiceField(queryset=Area.objects.none())
    form = type("Place", (forms.Form,), {"place": field})()
    assert '<option value="" selected>Choose one</option>' in str(form["place"])


def test_a_form_with_a_file_is_sent_in_parts(form_page):
    assert form_page.of("form", enctype="multipart/form-data")


# --- the error summary ----------------------------------------------------------------------


def summary_links(page: Elements):
    return [a["href"][1:] for a in page.of("a") if a.get("href", "").startswith("#id_")]


def test_the_error_summary_links_to_controls_that_exist(refused_page):
    links = summary_links(refused_page)
    assert len(links) == 6
    assert set(links) <= {attrs["id"] for attrs in controls(refused_page)}


def test_the_error_summary_links_to_the_first_of_several_choices(refused_page):
    assert {"id_status_0", "id_statements_0"} <= set(summary_links(refused_page))


def test_the_error_summary_says_which_field_is_missing(opened):
    page = opened.post("/sample/form/", {"revision": "1"}).content.decode()
    assert page.count("Fill in “Title”") == 2
    assert page.count("Choose an answer for “Status”") == 2
    assert "This field is required" not in page


def test_a_field_with_words_of_its_own_keeps_them():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say who it is for"})

    assert "Say who it is for" in shown("{% error_summary form %}", form=Own({}))


def test_an_error_of_the_whole_form_comes_first(opened):
    page = opened.post("/sample/form/", {**GOOD, "note": "refuse", "email": "x"})
    text = page.content.decode()
    assert text.index("Somebody else changed this") < text.index("Enter a valid email address")


def test_a_title_says_that_there_is_an_error(opened):
    assert title_of(opened.get("/sample/form/")) == "Add evidence – Golden Thread – Bury"
    refused = opened.post("/sample/form/", {})
    assert title_of(refused) == "Error: Add evidence – Golden Thread – Bury"


def test_a_page_without_errors_has_no_summary(opened):
    assert "There is a problem" not in opened.get("/sample/form/").content.decode()


def test_a_page_without_a_form_can_say_what_is_wrong():
    problems = ["The round is closed already."]
    page = Template('{% extends "base.html" %}').render(Context({"problems": problems}))
    assert "<title>Error: " in page
    assert "<li>The round is closed already.</li>" in page


def test_the_forms_of_a_page_share_one_summary():
    problems = shown("{% error_summary one two %}", one=SampleForm({}), two=SampleForm({}))
    assert problems.count("There is a problem") == 1
    assert problems.count("Fill in “Title”") == 2


# --- tables ---------------------------------------------------------------------------------


def hrefs(page: Elements):
    return [attrs["href"] for attrs in page.of("a") if attrs.get("href", "").startswith("?")]


def test_a_table_has_a_caption_and_headings(opened):
    response = opened.get("/sample/table/")
    page = elements(response)
    assert "Figures by place</caption>" in response.content.decode()
    assert len(page.of("th", scope="col")) == 3
    assert len(page.of("th", scope="row")) == 10


def test_a_table_says_how_it_is_sorted(opened):
    page = elements(opened.get("/sample/table/?sort=value"))
    [heading] = [a for a in page.of("th") if "aria-sort" in a]
    assert heading["aria-sort"] == "ascending"
    page = elements(opened.get("/sample/table/?sort=-value"))
    [heading] = [a for a in page.of("th") if "aria-sort" in a]
    assert heading["aria-sort"] == "descending"


def test_a_table_is_sorted_by_what_was_asked(opened):
    first_rows = opened.get("/sample/table/?sort=-value").content.decode().split("<tbody")[1]
    assert first_rows.index("Place 060") < first_rows.index("Place 059")


def test_sorting_keeps_the_filters_and_starts_at_the_first_page(opened):
    page = elements(opened.get("/sample/table/?email=carers&page=3"))
    assert "?email=carers&sort=title" in hrefs(page)


def test_paging_keeps_the_filters_and_the_order(opened):
    page = elements(opened.get("/sample/table/?email=carers&sort=-value"))
    assert "?email=carers&sort=-value&page=2" in hrefs(page)


def test_paging_is_in_words(opened):
    text = opened.get("/sample/table/?page=2").content.decode()
    assert "Showing 11 to 20 of 60" in text
    assert "Previous" in text
    assert "Next" in text
    assert 'aria-label="Page 2" aria-current="page"' in text


def test_figures_stand_in_a_column_under_their_heading(opened):
    page = elements(opened.get("/sample/table/"))
    assert len([a for a in page.of("td") if "govuk-table__cell--numeric" in a["class"]]) == 10
    assert len([a for a in page.of("th") if "--numeric" in a["class"]]) == 1


def test_a_wide_table_scrolls_by_itself_and_can_be_reached_with_the_keyboard(opened):
    page = elements(opened.get("/sample/table/"))
    [region] = page.of("div", role="region", tabindex="0")
    assert region["aria-label"] == "Figures by place"


def test_cells_are_escaped(opened):
    text = opened.get("/sample/table/").content.decode()
    assert "Place 001 &lt;&amp;&gt;" in text
    assert "<&>" not in text


def test_attributes_may_depend_on_the_row(opened):
    text = opened.get("/sample/table/?coloured=1").content.decode()
    assert text.count('data-even="yes"') == 5
    assert text.count('class="govuk-table__row gt-faded ') == 10


def test_an_empty_table_says_so(opened):
    assert "No figures for this place" in opened.get("/sample/table/?rows=0").content.decode()


def test_filters_are_labelled_and_can_be_cleared(opened):
    page = elements(opened.get("/sample/table/?email=carers"))
    assert {"id_email", "id_status"} <= {attrs["for"] for attrs in page.of("label")}
    assert page.of("a", href="/sample/table/")


# --- small pieces ---------------------------------------------------------------------------


def test_breadcrumbs_end_with_the_page_itself():
    trail = Elements(shown('{% breadcrumbs "Evidence" "/evidence/" "Carers <survey>" %}'))
    assert [a["href"] for a in trail.of("a")] == ["/evidence/"]
    assert trail.of("li", **{"aria-current": "page"})


def test_a_page_at_the_top_needs_no_breadcrumbs():
    assert shown('{% breadcrumbs "Evidence" %}') == ""


def test_breadcrumbs_escape_what_people_typed():
    assert "Carers &lt;survey&gt;" in shown(
        '{% breadcrumbs "Evidence" "/evidence/" title %}', title="Carers <survey>"
    )


def test_a_tag_is_words_in_a_colour():
    assert shown('{% tag "Met" "green" %}') == (
        '<strong class="govuk-tag govuk-tag--green">Met</strong>'
    )


def test_a_tag_of_an_unknown_colour_is_refused():
    with pytest.raises(Exception, match="not a tag colour"):
        shown('{% tag "Met" "gold" %}')


def test_a_summary_row_without_a_value_says_so():
    assert "Not given" in shown('{% summary_row "Owner" none %}', none=None)
    assert ">0<" in shown('{% summary_row "Uses" uses %}', uses=0)


def test_a_summary_row_may_be_changed():
    row = shown('{% summary_row "Owner" "Priya" "/edit/" %}')
    assert 'href="/edit/">Change<span class="govuk-visually-hidden"> owner' in row


def test_an_empty_list_says_what_to_do():
    text = shown(
        '{% include "components/empty.html" with title="No documents" link_url="/add/" '
        'link_text="Add one" %}'
    )
    assert '<a class="govuk-link" href="/add/">Add one</a>' in text


@pytest.mark.parametrize(
    ("level", "words"),
    [("success", "Done"), ("error", "There is a problem"), ("info", "Important")],
)
def test_a_message_says_what_kind_it_is(level, words):
    message = {"level_tag": level, "level": getattr(constants, level.upper())}
    assert words in shown('{% include "components/message.html" %}', message=message)


# --- the frame ------------------------------------------------------------------------------


def test_every_page_can_be_skipped_to_its_content(opened):
    page = elements(opened.get("/sample/form/"))
    assert page.of("a", href="#main-content")
    assert page.of("main", id="main-content")


def test_the_frame_costs_no_query_beyond_who_is_signed_in(opened, django_assert_num_queries):
    with django_assert_num_queries(2):  # session, person with roles
        opened.get("/sample/form/")


def test_the_header_shows_the_code_until_councils_are_loaded(db, monkeypatch):
    monkeypatch.setattr(navigation, "council_names", {})
    assert navigation.council_name() == "E08000002"
    HomeCouncilFactory()
    assert navigation.council_name() == "Bury"


def test_the_councils_name_is_asked_for_once(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(navigation, "council_names", {})
    HomeCouncilFactory()
    navigation.council_name()
    with django_assert_num_queries(0):
        navigation.council_name()


def test_signing_out_is_a_form_that_is_posted(opened):
    page = elements(opened.get("/sample/form/"))
    assert page.of("form", action=reverse("account_logout"), method="post")


def test_somebody_signed_out_sees_no_menu(samples, db):
    text = Client().get(reverse("account_login")).content.decode()
    assert "Main menu" not in text
    assert "Sign out" not in text


def test_a_reviewer_has_no_work_and_no_accounts_in_the_menu(person):
    labels = [item.label for item in navigation.navigation(person(Role.REVIEWER), "/")]
    assert labels == [
        "Overview",
        "Quality statements",
        "Evidence",
        "Indicators",
        "Scorecard",
        "Plan",
        "Self-assessment",
        "Reports",
    ]


def test_a_section_inside_another_s_address_is_the_one_that_is_marked(person):
    items = navigation.navigation(person(Role.REVIEWER), "/indicators/scorecard/")
    assert [item.label for item in items if item.current] == ["Scorecard"]


@pytest.mark.parametrize(
    ("role", "has_accounts"), [(r, r == "administrator") for r in Role if r in STAFF]
)
def test_accounts_are_in_the_administrators_menu(person, role, has_accounts):
    labels = [item.label for item in navigation.navigation(person(role), "/")]
    assert ("Accounts" in labels) == has_accounts
    assert "My work" in labels


@pytest.mark.parametrize("role", list(Role))
def test_everything_in_the_menu_opens(signed_in, home_council, role):
    client = signed_in(role)
    for item in navigation.navigation(client.person, "/"):
        assert client.get(item.address, follow=True).status_code == 200, item.label


def test_the_menu_marks_the_page_and_the_section():
    section = navigation.Section("Evidence", "library", "evidence.view_document")
    assert navigation.marked(section, "/evidence/", "/evidence/") == "page"
    assert navigation.marked(section, "/evidence/", "/evidence/4/") == "true"
    assert navigation.marked(section, "/evidence/", "/indicators/") == ""


def test_the_overview_is_not_the_section_of_every_page():
    section = navigation.Section("Overview", "overview", "readiness.view_overview")
    assert navigation.marked(section, "/", "/evidence/") == ""


# --- what went wrong ------------------------------------------------------------------------


def test_a_page_that_is_not_there_says_what_to_do(opened):
    response = opened.get("/no/such/page/")
    assert response.status_code == 404
    assert "check that you copied all of it" in response.content.decode()


def test_a_page_of_another_role_says_whom_to_ask(opened):
    response = opened.get("/sample/forbidden/")
    assert response.status_code == 403
    assert "ask the person who looks after accounts" in response.content.decode()


def test_a_fault_says_what_to_do_without_asking_the_database(opened, django_assert_num_queries):
    opened.raise_request_exception = False
    with django_assert_num_queries(2):  # session and person, before the view
        response = opened.get("/sample/broken/")
    assert response.status_code == 500
    assert "Wait a minute and send it again" in response.content.decode()


def test_a_form_without_its_cookie_says_what_to_do(samples, person, db):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@b.example"})
    assert response.status_code == 403
    assert "back button" in response.content.decode()


# --- nothing from elsewhere -----------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_takes_nothing_from_another_host(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action|srcset)=["'](?:https?:)?//""", text) == []


SERVED = [path for path in TEMPLATES if "/".join(path.parts[-2:]) not in FROM_A_DISK]


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_a_template_has_no_style_or_script_of_its_own(path):
    """The content security policy refuses them, so they would silently do nothing."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son[a-z]+=[\"']|<style|javascript:", text) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


def test_no_style_sheet_or_script_of_ours_names_another_host():
    ours = [
        *product_settings.BASE_DIR.glob("frontend/*"),
        *product_settings.BASE_DIR.glob("static/*"),
    ]
    text = "".join(p.read_text(encoding="utf-8") for p in ours if p.is_file())
    assert set(re.findall(r"https?://[\w./]+", text)) <= {"http://www.w3.org/2000/svg"}


def test_the_lock_of_the_front_end_packages_names_no_address():
    lock = (product_settings.BASE_DIR / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


# --- the council's colour -------------------------------------------------------------------


def test_the_councils_colour_is_a_style_sheet(client, settings):
    settings.ACCENT_COLOUR = "#5a1a6e"
    response = client.get(reverse("council_style"))
    assert response["Content-Type"] == "text/css"
    assert "--gt-accent: #5a1a6e" in response.content.decode()


def test_contrast_is_reckoned_as_the_guidelines_say():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["navy", "#12436", "#f0f0f0"])
def test_a_colour_that_cannot_be_used_stops_start_up(monkeypatch, colour):
    monkeypatch.setenv("ACCENT_COLOUR", colour)
    with pytest.raises(ImproperlyConfigured, match="ACCENT_COLOUR"):
        read_accent_colour()


class FormWithLimits(forms.Form):
    title = forms.CharField(max_length=5)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "sixsix"}, "“Title” can have 5 characters at most; this has 6."),
        ({"title": "a\x00"}, "“Title” has a character in it that cannot be kept. Type it again."),
        ({"kind": "b"}, "Choose again for “Kind”: what you chose is not there any more."),
        ({"title": ""}, "Fill in “Title”"),
    ],
)
def test_what_is_wrong_is_said_in_our_words_and_names_the_field(typed, sentence):
    form = FormWithLimits({"title": "five5", "kind": "a"} | typed)
    assert [problem.message for problem in problems_of(form)] == [sentence]
