"""What frames every page: whose council this is, and the links each role came for."""

from dataclasses import dataclass

from django.conf import settings

from config.addresses import address_of
from indicators.models import Area


@dataclass(frozen=True)
class Section:
    """A place in the product; ``covers`` are further addresses that belong to it."""

    label: str
    url_name: str
    permission: str
    covers: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    """Addresses under its own that are a section of their own."""


@dataclass(frozen=True)
class NavigationItem:
    label: str
    address: str
    current: str
    """``page`` on the very page, ``true`` elsewhere in the section, else empty."""


SECTIONS = (
    Section("Overview", "overview", "readiness.view_overview"),
    Section("My work", "my_work", "readiness.view_my_work"),
    Section(
        "Quality statements",
        "statement_list",
        "readiness.view_statement",
        ("/coverage/", "/thread/"),
    ),
    Section("Evidence", "library", "evidence.view_document", ("/voices/",)),
    Section(
        "Indicators",
        "indicator_list",
        "indicators.view_indicator",
        apart=("/indicators/scorecard/",),
    ),
    Section("Scorecard", "scorecard", "indicators.view_indicator"),
    Section("Plan", "plan", "readiness.view_plan"),
    Section(
        "Self-assessment",
        "self_assessment_list",
        "readiness.view_self_assessment",
        ("/published-results/", "/scores/"),
    ),
    Section("Reports", "report_list", "readiness.view_issued_report"),
    Section(
        "CQC assessment",
        "assessment_list",
        "readiness.view_assessment",
        ("/returns/", "/draft-reports/"),
    ),
    Section("Accounts", "account_list", "readiness.manage_accounts", ("/feeds/",)),
    Section("Visits", "visit_list", "readiness.manage_visits"),
    Section("Your visit", "my_visit", "readiness.view_own_visit", ("/visits/",)),
)

council_names: dict[str, str] = {}
"""Names already looked up: a council's name does not change while a process lives."""


def council_name() -> str:
    """The home council's name, or its code until the list of councils has been loaded."""
    code = settings.COUNCIL_CODE
    if code not in council_names:
        name = Area.objects.filter(code=code).values_list("name", flat=True).first()
        if name is None:
            return code
        council_names[code] = name
    return council_names[code]


def marked(section: Section, address: str, path: str) -> str:
    """Whether the page at ``path`` is this section's own page, inside it, or elsewhere."""
    if path == address:
        return "page"
    if path.startswith(section.apart):
        return ""
    places = section.covers if address == "/" else (address, *section.covers)
    return "true" if path.startswith(tuple(places)) else ""


def navigation(user, path: str) -> tuple[NavigationItem, ...]:
    """The sections this person may open, the one they are in marked."""
    mine = [section for section in SECTIONS if user.has_perm(section.permission)]
    addresses = [(section, address_of(section.url_name)) for section in mine]
    return tuple(
        NavigationItem(section.label, address, marked(section, address, path))
        for section, address in addresses
    )


def page_frame(request) -> dict:
    """Template context of every page. Costs no query beyond the roles asked for anyway."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "council_name": council_name(),
        "accent_colour": settings.ACCENT_COLOUR,
        "navigation": navigation(user, request.path) if known else (),
    }
