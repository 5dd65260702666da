"""Start-up: what is missing or wrong is named in a sentence; and what guards every answer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import environment
from readiness.roles import Role
from tests.factories import PASSWORD

ROOT = Path(__file__).resolve().parents[1]
RIGHT = {
    "MODE": "production",
    "SECRET_KEY": "long-enough-for-the-key-of-an-installation-in-earnest",
    "COUNCIL_CODE": "E08000002",
    "ALLOWED_HOSTS": "evidence.council.example",
}


def check(*, without=(), **variables):
    """``manage.py check`` in a process of its own, with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in (RIGHT | variables).items() if name not in without}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=kept | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_complete_environment_starts():
    started = check()
    assert started.returncode == 0, started.stderr


def test_without_a_mail_server_it_starts_with_a_warning():
    assert "EMAIL_HOST is missing" in check().stderr
    assert "EMAIL_HOST" not in check(EMAIL_HOST="mail.council.example").stderr


def test_without_a_virus_scanner_it_starts_with_a_warning_and_holds_files():
    assert "every file that is added waits" in check().stderr
    assert "CLAMAV_HOST" not in check(CLAMAV_HOST="127.0.0.1:3310").stderr


def test_a_missing_variable_stops_start_up_with_one_sentence_and_no_traceback():
    stopped = check(without=["SECRET_KEY"])
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("Golden Thread cannot start. SECRET_KEY is missing. Set it")
    assert "Traceback" not in stopped.stderr
    assert stopped.stdout == ""


def test_the_web_server_says_it_as_well():
    stopped = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert stopped.returncode == 1
    assert "SECRET_KEY is missing. Set it" in stopped.stderr


def in_production(monkeypatch, **variables):
    for name in RIGHT:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


WRONG = [
    ("MODE", "live", environment.read_mode, "MODE is “live”. Set it to production"),
    ("SECRET_KEY", "", "read_secret_key", "SECRET_KEY is missing"),
    ("SECRET_KEY", "x" * 49, "read_secret_key", "SECRET_KEY is shorter than 50 characters"),
    ("COUNCIL_CODE", "", "read_council_code", "COUNCIL_CODE is missing"),
    ("COUNCIL_CODE", "Bury", "read_council_code", "COUNCIL_CODE is “Bury”, which is not"),
    ("COUNCIL_CODE", "W06000001", "read_council_code", "not an English council's code"),
    ("ALLOWED_HOSTS", "", "read_allowed_hosts", "ALLOWED_HOSTS is missing"),
    ("ALLOWED_HOSTS", " , ", "read_allowed_hosts", "ALLOWED_HOSTS is missing"),
    ("ALLOWED_HOSTS", "*", "read_allowed_hosts", "ALLOWED_HOSTS lets any host name in"),
    ("ALLOWED_HOSTS", "https://a.example", "read_allowed_hosts", "an address rather than a name"),
    ("CSRF_TRUSTED_ORIGINS", "a.example", environment.read_trusted_origins, "Write each as"),
    ("DEBUG", "yes", "read_debug", "DEBUG is on. Leave it out"),
    ("DEBUG", "perhaps", "read_debug", "DEBUG is “perhaps”. Set it to yes or no"),
    ("DATABASE_URL", "mysql://a/b", environment.read_database, "neither a PostgreSQL nor"),
    ("DATABASE_URL", "golden", environment.read_database, "Write it as postgres://user"),
    ("DATABASE_URL", "postgres://a:b@c/", environment.read_database, "names no database"),
    ("DATABASE_URL", "postgres://a:b@c:d/e", environment.read_database, "cannot be read"),
    ("REDIS_URL", "localhost:6379", environment.read_redis_url, "Write it as redis://host"),
    ("CLAMAV_HOST", "tcp://clam:3310", environment.read_clamav_host, "neither a host nor a socket"),
    ("CLAMAV_HOST", "clam:port", environment.read_clamav_host, "Write it as 127.0.0.1:3310"),
    ("LOG_LEVEL", "loud", environment.read_log_level, "Set it to one of DEBUG, INFO"),
    ("ACCENT_COLOUR", "blue", environment.read_accent_colour, "not a colour like #12436d"),
]


@pytest.mark.parametrize(("name", "value", "read", "sentence"), WRONG)
def test_a_wrong_value_is_refused_by_name(monkeypatch, name, value, read, sentence):
    in_production(monkeypatch, **{name: value})
    with pytest.raises(ImproperlyConfigured) as refusal:
        read() if callable(read) else getattr(environment, read)("production")
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith(name)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        (" 127.0.0.1:3310 ", "127.0.0.1:3310"),
        ("scanner.council.example", "scanner.council.example"),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_scanner_is_a_host_or_a_socket(monkeypatch, written, read):
    monkeypatch.setenv("CLAMAV_HOST", written)
    assert environment.read_clamav_host() == read


@pytest.mark.parametrize(
    ("mode", "host", "scans"),
    [("production", "", True), ("demo", "", False), ("demo", "127.0.0.1", True)],
)
def test_files_are_scanned_unless_this_is_a_demonstration_without_a_scanner(
    monkeypatch, mode, host, scans
):
    monkeypatch.delenv("SCAN_FILES", raising=False)
    assert environment.read_scan_files(mode, host) is scans


def test_a_real_installation_cannot_do_without_scanning(monkeypatch):
    monkeypatch.setenv("SCAN_FILES", "no")
    with pytest.raises(ImproperlyConfigured, match="only a demonstration may go without"):
        environment.read_scan_files("production", "127.0.0.1")
    assert environment.read_scan_files("demo", "") is False


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "9" * 12])
def test_a_number_that_is_none_or_too_small_is_refused(monkeypatch, text):
    monkeypatch.setenv("SESSION_HOURS", text)
    with pytest.raises(ImproperlyConfigured, match="whole number from 1 up, such as 12"):
        environment.read_number("SESSION_HOURS", 12, least=1)


@pytest.mark.parametrize(("text", "number"), [("", 12), ("1", 1), (" 24 ", 24)])
def test_a_number_is_read_or_left_as_it_is(monkeypatch, text, number):
    monkeypatch.setenv("SESSION_HOURS", text)
    assert environment.read_number("SESSION_HOURS", 12, least=1) == number


@pytest.mark.parametrize(
    ("text", "read"), [("Yes", True), ("0", False), ("off", False), ("", True)]
)
def test_yes_and_no_are_read_in_any_spelling(monkeypatch, text, read):
    monkeypatch.setenv("HTTPS", text)
    assert environment.read_yes_or_no("HTTPS", default=True) is read


def test_a_password_in_an_address_is_never_repeated(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://gt:hunter2@host:port/name")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read_database()
    assert "hunter2" not in str(refusal.value)


# --- what guards every answer -----------------------------------------------------------------


def ask_production(lines):
    """Prints of a Django set up as in production."""
    asked = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import django; django.setup()\n{lines}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"} | RIGHT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.split()


def test_in_production_cookies_travel_over_https_only_and_browsers_are_told_to_stay():
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_HSTS_SECONDS",
    )
    values = ", ".join(f"s.{name}" for name in names)
    printed = ask_production(f"from django.conf import settings as s\nprint({values})")
    assert printed == ["True", "True", "True", "True", "31536000"]


def test_django_s_own_check_for_deployment_finds_nothing_we_did_not_decide():
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | RIGHT | {"EMAIL_HOST": "mail.council.example"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = {word for word in checked.stderr.split() if word.startswith("(security.")}
    # The council decides about its other host names and about browsers' lists.
    assert found <= {"(security.W005)", "(security.W021)"}, checked.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/sign-in/", "/accounts/", "/no-such-page/"])
def test_every_answer_carries_the_headers_that_guard_it(signed_in, address):
    client = signed_in(Role.ADMINISTRATOR) if address == "/accounts/" else signed_in(Role.REVIEWER)
    headers = client.get(address).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client, director):
    client.post("/account/sign-in/", {"login": director.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # ends with the browser


@pytest.mark.django_db
def test_no_policy_lets_scripts_or_styles_be_written_into_a_page():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    said = " ".join(source for sources in directives.values() for source in sources)
    assert "unsafe" not in said
    assert "*" not in said
    assert "http" not in said


def test_the_operations_guide_lists_every_variable_and_no_other():
    code = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "config").glob("*.py"))
    readers = r"(?:\benv(?:\.list)?|read_number|read_yes_or_no|environ\.get)"
    read = set(re.findall(rf'{readers}\(\s*["\']([A-Z0-9_]+)["\']', code))
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = guide.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert set(re.findall(r"`([A-Z0-9_]+)`", " ".join(first_cells))) == read
