"""A real browser for tests: the machine's own Chromium, signed in as anybody, with axe at hand."""

import os
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from indicators.reference_data import load_reference
from tests import services
from tests.browser.visitor import Visitor
from tests.factories import (
    CategoryFactory,
    DocumentFactory,
    EvidenceLinkFactory,
    RoundSnapshotFactory,
    ScoreFactory,
    SignOffFactory,
    StatementFactory,
)

WIDTHS = (320, 1280)
LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Playwright runs its own event loop in this thread; Django would take the rows a test makes for
# a mistake in an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def new_installation(transactional_db):
    """What a council has on its first day: places, measures and the framework, nothing else."""
    load_reference()
    call_command("load_framework", verbosity=0)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": services.chromium(), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def signed_in_page(page, live_server, person):
    """``signed_in_page("director")`` is a page whose browser is signed in with that role."""

    def make(role):
        client = Client()
        client.force_login(person(role), backend="readiness.roles.RoleBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return make


def off_the_side(page) -> list[str]:
    """Whether the page itself scrolls sideways, which only a table may."""
    pixels = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{pixels} pixels off the side"] if pixels > 0 else []


@pytest.fixture
def barriers():
    """``barriers(page, width=320)`` is what axe finds wrong at WCAG 2.2 AA, and what sticks out."""

    def find(page, *, width: int = 1280) -> list[str]:
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"runOnly": LEVEL_AA}).response["violations"]
        wrong = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
        return wrong + off_the_side(page)

    return find


@pytest.fixture
def barriers_at(live_server, barriers):
    """``barriers_at(page, addresses)`` comes to each once and looks at it as a phone and as a desk
    show it: what is wrong, by address."""

    def find(page, addresses) -> dict[str, list[str]]:
        found = {}
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer.ok, f"{address} answers {answer.status}"
            found[address] = [wrong for width in WIDTHS for wrong in barriers(page, width=width)]
        return {address: wrong for address, wrong in found.items() if wrong}

    return find


@pytest.fixture
def visitor(browser, live_server, background_worker, barriers):
    """``visitor(person)`` is somebody at a browser of their own, signed in through the form, with
    work in the background as the demo does it."""
    contexts = []

    def make(person=None, *, scripts=True, seen=None):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=scripts, locale="en-GB"
        )
        contexts.append(context)
        look = barriers if scripts else barriers_without_scripts
        page = context.new_page()
        someone = Visitor(page, look, scripts=scripts, seen=seen)
        if person:
            someone.sign_in(person)
        return someone

    yield make
    for context in contexts:
        context.close()


def barriers_without_scripts(page, *, width: int = 1280) -> list[str]:
    """axe is a script, so only the width can be looked at."""
    page.set_viewport_size({"width": width, "height": 800})
    return off_the_side(page)


@pytest.fixture
def closed_round(transactional_db, home_council):
    """A round whose statement rests on a web page, closed."""
    statement = StatementFactory(title="Assessing needs", slug="assessing-needs")
    framework = statement.theme.framework
    page = DocumentFactory(
        title="Carers page",
        address="https://council.example/carers",
        evidence_date=timezone.localdate() - timedelta(days=30),
    )
    EvidenceLinkFactory(
        document=page, statement=statement, category=CategoryFactory(framework=framework)
    )
    score = ScoreFactory(statement=statement, self_assessment__framework=framework)
    SignOffFactory(score=score)
    return RoundSnapshotFactory(self_assessment=score.self_assessment)
