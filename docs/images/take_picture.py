"""Takes the picture of the overview for the README, from a running demonstration.

make picture        (while `make demo` runs)
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("MODE", "test")

from tests.services import chromium

HERE = Path(__file__).resolve().parent
ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PASSWORD = os.environ.get("DEMO_PASSWORD") or (HERE.parents[1] / "var/demo-password").read_text()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{ADDRESS}/account/sign-in/")
        page.get_by_label("E-mail address").fill("director@demo.example")
        page.get_by_role("textbox", name="Password").fill(PASSWORD.strip())
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{ADDRESS}/")
        page.screenshot(path=HERE / "overview.png")
        browser.close()


if __name__ == "__main__":
    main()
