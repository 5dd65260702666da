"""What people do at a browser, in their words. Every page they come to is looked at with axe and
at the width of a small phone."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Error, Page, expect

from tests.factories import PASSWORD

DESK, PHONE = 1280, 320  # pixels
PATIENCE = 20_000  # milliseconds, on a busy machine
LOOKS = 5  # before a page that goes on by itself has come to rest


class Visitor:
    """With ``seen``, each kind of page is looked at the first time anybody who shares it comes
    there; without, every page."""

    def __init__(self, page: Page, barriers, *, scripts: bool, seen: set[str] | None = None):
        self.page = page
        self.barriers = barriers
        self.scripts = scripts
        self.seen = seen
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, message) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    # --- going places ---

    def sign_in(self, person) -> None:
        self.go("/account/sign-in/")
        self.fill("E-mail address", person.email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")

    def go(self, path: str) -> None:
        self.open(path)
        self.arrive()

    def open(self, path: str) -> None:
        """Without looking at it yet."""
        answer = self.page.goto(path)
        assert answer.ok, f"{path} answers {answer.status}"

    def follow(self, words: str, *, exact: bool = False) -> None:
        """Follow the first link with these words, whether or not it looks like a button."""
        link = self.page.get_by_role("link", name=words, exact=exact)
        looks_like_a_button = self.page.locator("a[role=button]").filter(
            has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$") if exact else words
        )
        link.or_(looks_like_a_button).first.click()
        self.arrive()

    def press(self, words: str) -> None:
        """The first button, or link that looks like one, whose words begin so."""
        words_begin_so = re.compile(f"^\\s*{re.escape(words)}")
        self.page.get_by_role("button", name=words_begin_so).first.click()
        self.arrive()

    # --- filling in ---

    def labelled(self, label: str):
        """The first field whose label begins so: many end in a hint such as “(optional)”."""
        labelled = self.page.get_by_label(re.compile(f"^\\s*{re.escape(label)}"))
        return labelled.and_(self.page.locator("input, select, textarea")).first

    def fill(self, label: str, text: str) -> None:
        self.labelled(label).fill(text)

    def choose(self, label: str) -> None:
        """A radio button or a checkbox."""
        self.labelled(label).check()

    def choose_file(self, path: Path) -> None:
        """The first place for files; with scripts its label is on a button over it."""
        self.page.locator("input[type=file]").first.set_input_files(path)

    def pick(self, label: str, choice: str) -> None:
        """From a list that opens."""
        self.labelled(label).select_option(choice)

    def downloads(self, words: str) -> Path:
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=words).first.click()
        return download.value.path()

    # --- looking ---

    def arrive(self) -> None:
        self.page.wait_for_load_state()
        kind = resolve(urlsplit(self.page.url).path).url_name
        if self.seen is None or kind not in self.seen:
            self.look()
        if self.seen is not None:
            self.seen.add(kind)
        assert not self.faults, f"{self.page.url}: {self.faults}"

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(words).first).to_be_visible(
            timeout=PATIENCE
        )

    def sees_no_way_to_change_anything(self) -> None:
        """No form that sends anything but a search or the way out."""
        forms = self.page.locator("main form[method=post]")
        assert forms.count() == 0, f"{self.page.url} offers a form"

    def waits_to_see(self, words: str) -> None:
        """What happens in the background shows by itself; without scripts, when asked again."""
        awaited = self.page.get_by_role("main").get_by_text(words).first
        if self.scripts:
            expect(awaited).to_be_visible(timeout=3 * PATIENCE)
        for _ in range(0 if self.scripts else 120):
            if awaited.count():
                break
            self.page.wait_for_timeout(250)
            self.page.reload()
        self.look()
        self.sees(words)

    def look(self) -> None:
        """At the page as a whole, as a phone and as a desk show it."""
        for _ in range(LOOKS):
            try:
                wrong = self.wrong_with_the_page()
            except Error:  # a page that shows progress went on by itself meanwhile
                continue
            assert not wrong, f"{self.page.url}: {wrong}"
            return
        raise AssertionError(f"{self.page.url} never stood still to be looked at")

    def wrong_with_the_page(self) -> list[str]:
        self.page.wait_for_load_state()
        wrong = [*self.faults, *self.barriers(self.page, width=PHONE)]
        return wrong + self.barriers(self.page, width=DESK)


class Keyboard:
    """Somebody without a mouse, who goes from one thing to the next and whose keys are counted."""

    # The keystroke-level model (Card, Moran and Newell): an average typist, and a moment to think.
    A_KEY, A_THOUGHT = 0.28, 1.35  # seconds

    def __init__(self, page: Page):
        self.page = page
        self.keys = self.stops = 0

    @property
    def seconds(self) -> float:
        """How long it takes a person, without what the machine takes."""
        return self.keys * self.A_KEY + self.stops * self.A_THOUGHT

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def go_to(self, target, *, most: int = 80) -> None:
        """From stop to stop until it is there."""
        self.stops += 1
        target.first.wait_for(state="attached")
        for _ in range(most):
            if target.first.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not get to {target}")

    def fill(self, label: str, words: str) -> None:
        self.go_to(self.labelled(label))
        self.type(words)

    def tick(self, label: str) -> None:
        self.go_to(self.labelled(label))
        self.press("Space")

    def choose(self, label: str) -> None:
        """One of several: the group is one stop, and the arrows go through it."""
        wanted = self.labelled(label)
        name = wanted.get_attribute("name")
        group = self.page.locator(f"input[name={name}]")
        where = "name => document.activeElement.name === name"
        self.stops += 1
        for _ in range(80):
            if self.page.evaluate(where, name):
                break
            self.press("Tab")
        for _ in range(group.count()):
            if wanted.evaluate("one => one === document.activeElement"):
                self.press("Space")
                break
            self.press("ArrowDown")
        expect(wanted).to_be_checked()

    def follow(self, words: str) -> None:
        self.enter(self.page.get_by_role("link", name=words))

    def submit(self, words: str) -> None:
        words_begin_so = re.compile(f"^\\s*{re.escape(words)}")
        self.enter(self.page.get_by_role("button", name=words_begin_so))

    def enter(self, target) -> None:
        """Press Enter there and wait for the page that follows."""
        self.go_to(target)
        with self.page.expect_navigation():
            self.press("Enter")

    def labelled(self, label: str):
        return self.page.get_by_label(re.compile(f"^\\s*{re.escape(label)}")).first
