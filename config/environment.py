"""The environment, read for ``config.settings``: a wrong value stops start-up with a sentence
that says which variable it is and how to set it."""

import re
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

SHORTEST_SECRET_KEY = 50
YES, NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}
DATABASE_SCHEMES = ("sqlite://", "postgres://", "postgresql://")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def refuse(name: str, problem: str, remedy: str) -> None:
    """Stop start-up with a sentence an administrator can act on."""
    raise ImproperlyConfigured(f"{name} {problem}. {remedy}")


def read_mode() -> str:
    mode = env("MODE", default="production")
    if mode not in {"production", "demo", "test"}:
        refuse("MODE", f"is “{mode}”", "Set it to production, demo or test, or leave it out.")
    return mode


def read_number(name: str, default: int, *, least: int = 0) -> int:
    text = env(name, default="").strip()
    if not text:
        return default
    if not re.fullmatch(r"\d{1,9}", text) or int(text) < least:
        remedy = f"Set it to a whole number from {least} up, such as {default}, or leave it out."
        refuse(name, f"is “{text}”", remedy)
    return int(text)


def read_yes_or_no(name: str, *, default: bool) -> bool:
    text = env(name, default="").strip().lower()
    if text and text not in YES | NO:
        refuse(name, f"is “{text}”", "Set it to yes or no, or leave it out.")
    return text in YES if text else default


def read_secret_key(mode: str) -> str:
    """The key from the environment; in the demo, one made at first run and kept in var/."""
    key = env("SECRET_KEY", default="")
    remedy = (
        "Set it to a long random text and keep it secret, for example the output of: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
    if key and mode == "production" and len(key) < SHORTEST_SECRET_KEY:
        refuse("SECRET_KEY", f"is shorter than {SHORTEST_SECRET_KEY} characters", remedy)
    if not key and mode == "production":
        refuse("SECRET_KEY", "is missing", remedy)
    if not key:
        return kept_secret_key() if mode == "demo" else "tests-only-key-that-protects-nothing"
    return key


def kept_secret_key() -> str:
    kept = VAR_DIR / "demo-secret-key"
    if not kept.exists():
        VAR_DIR.mkdir(exist_ok=True)
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text().strip()


def read_council_code(mode: str) -> str:
    """The ONS code of the council this installation belongs to."""
    code = env("COUNCIL_CODE", default="" if mode == "production" else "E08000002")
    if not re.fullmatch(r"E(06|08|09|10)\d{6}", code):
        refuse(
            "COUNCIL_CODE",
            f"is “{code}”, which is not an English council's code" if code else "is missing",
            "Set it to your council's ONS code: nine characters such as E08000002 for Bury.",
        )
    return code


def read_allowed_hosts(mode: str) -> list[str]:
    """The names people reach this installation by; links in its mail are made from them."""
    here = [] if mode == "production" else ["localhost", "127.0.0.1", "testserver"]
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS", default=here) if host.strip()]
    remedy = (
        "Set it to the host names people type, separated by commas, "
        "for example evidence.council.example."
    )
    if not hosts:
        refuse("ALLOWED_HOSTS", "is missing", remedy)
    if mode == "production" and "*" in hosts:
        refuse("ALLOWED_HOSTS", "lets any host name in", remedy)
    if wrong := [host for host in hosts if "/" in host]:
        refuse("ALLOWED_HOSTS", f"has “{wrong[0]}”, an address rather than a name", remedy)
    return hosts


def read_site_address(hosts: list[str], *, https: bool) -> str:
    """Where people reach this installation, for links in mail that no page sends."""
    address = env("SITE_ADDRESS", default="").strip().rstrip("/")
    if not address:
        named = [host for host in hosts if not host.startswith(("*", "."))] or ["localhost"]
        return f"{'https' if https else 'http'}://{named[0]}"
    if not re.fullmatch(r"https?://[^/\s]+", address):
        remedy = "Write it as https://evidence.council.example, or leave it out."
        refuse("SITE_ADDRESS", f"is “{address}”", remedy)
    return address


def read_trusted_origins() -> list[str]:
    origins = env.list("CSRF_TRUSTED_ORIGINS", default=[])
    for origin in origins:
        if not re.fullmatch(r"https?://[^/\s]+", origin):
            remedy = "Write each as https://evidence.council.example, separated by commas."
            refuse("CSRF_TRUSTED_ORIGINS", f"has “{origin}”", remedy)
    return origins


def read_debug(mode: str) -> bool:
    """Pages for programmers show settings and data: never in production."""
    debug = read_yes_or_no("DEBUG", default=False)
    if debug and mode == "production":
        refuse("DEBUG", "is on", "Leave it out: it shows the inside of the product to anybody.")
    return debug


def read_database() -> dict:
    """``DATABASE_URL`` as Django wants it; the file in ``var/`` where it is left out."""
    address = env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'golden-thread.sqlite3'}"
    remedy = (
        "Write it as postgres://user:password@host:5432/name, "
        "or sqlite:////path/to/file.sqlite3, or leave it out for a file in var/."
    )
    if not address.startswith(DATABASE_SCHEMES):
        refuse("DATABASE_URL", "is neither a PostgreSQL nor an SQLite address", remedy)
    try:
        database = env.db_url_config(address)
    except ValueError as error:
        refuse("DATABASE_URL", f"cannot be read ({error})", remedy)
    if not database["NAME"]:
        refuse("DATABASE_URL", "names no database", remedy)
    return database


def read_redis_url() -> str:
    address = env("REDIS_URL", default="")
    if address and not address.startswith(("redis://", "rediss://", "unix://")):
        refuse("REDIS_URL", "is not a Redis address", "Write it as redis://host:6379/0.")
    return address


def read_log_level() -> str:
    level = env("LOG_LEVEL", default="WARNING").upper()
    if level not in LOG_LEVELS:
        refuse("LOG_LEVEL", f"is “{level}”", f"Set it to one of {', '.join(LOG_LEVELS)}.")
    return level


def read_accent_colour() -> str:
    """The council's own colour, for the header and buttons: white text must be readable on it."""
    colour = env("ACCENT_COLOUR", default="#12436d")
    remedy = "Set it to a dark colour such as #12436d, or leave it out."
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        refuse("ACCENT_COLOUR", f"is “{colour}”, which is not a colour like #12436d", remedy)
    if contrast_with_white(colour) < 4.5:  # noqa: PLR2004 level AA
        refuse("ACCENT_COLOUR", f"is {colour}, too light for white text", remedy)
    return colour.lower()


def contrast_with_white(colour: str) -> float:
    """How well white text reads on ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def read_public_contacts() -> list[str]:
    """The council's own domains, postcodes and numbers, which are nobody's personal data."""
    given = env.list("PUBLIC_CONTACTS", default=[])
    return [each.strip().lower() for each in given if each.strip()]


def read_clamav_host() -> str:
    """Where ClamAV's daemon listens: a host with or without a port, or the path of its socket."""
    address = env("CLAMAV_HOST", default="").strip()
    if address and not re.fullmatch(r"(unix:)?/\S+|[A-Za-z0-9.-]+(:\d{1,5})?", address):
        refuse(
            "CLAMAV_HOST",
            f"is “{address}”, which is neither a host nor a socket",
            "Write it as 127.0.0.1:3310, or as the path of the daemon's socket such as "
            "/run/clamav/clamd.ctl.",
        )
    return address.removeprefix("unix:")


def read_scan_files(mode: str, clamav_host: str) -> bool:
    """Whether files are held until a scanner has found them clean. Always, in production."""
    scans = read_yes_or_no("SCAN_FILES", default=mode == "production" or bool(clamav_host))
    if mode == "production" and not scans:
        refuse(
            "SCAN_FILES",
            "is off",
            "Leave it out, and set CLAMAV_HOST to where ClamAV's daemon listens: "
            "only a demonstration may go without.",
        )
    return scans
