"""What looks like personal data in a text. Pure: words in, findings out, values masked.

Each kind has its own rule, made to miss little without crying wolf: a number that happens to pass
the NHS check digit (one in eleven does) counts only where something says that it is one. What
these rules cannot see, such as names in prose, is said in ``CANNOT_FIND``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

NHS_NUMBER, NATIONAL_INSURANCE, DATE_OF_BIRTH = "nhs", "ni", "born"
POSTCODE, PHONE, EMAIL, NAME = "postcode", "phone", "email", "name"
PLACE = "place"
CANNOT_FIND = (
    "names and initials in ordinary sentences",
    "addresses without a postcode",
    "faces, number plates and anything else that photographs show",
    "handwriting, and words in pictures inside Word, PowerPoint and Excel files",
    "somebody who can be recognised by what is told about them",
    "what is behind a link",
)
ABOUT = 0
"""The page number of a file's name, and of photos in it."""
DOTS = "•••"

LONGEST_LINE = 2000
# --- NHS numbers ---
NHS = re.compile(r"(?<![\d.,/-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d/]|[.,-]\d)")
TEN_DIGITS = re.compile(r"(?<![\d.,/-])\d{10}(?![\d/]|[.,-]\d)")
NHS_SAID = re.compile(r"\bNHS\s*(?:no\b|num|n°|#|id\b|ref)|\bpatient\s*(?:no\b|num|id\b)", re.I)
NHS_NEAR = re.compile(r"\b(?:NHS|patient)\b", re.I)
NEAR = 40
ENOUGH = 3
# --- National Insurance ---
INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.I,
)
# --- dates of birth ---
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{MONTH}[ ,-]+\d{{4}}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
BIRTH = r"(?:date[ -]of[ -]birth|birth ?date|d\.?o\.?b\b\.?|born(?: on)?)"
BORN = re.compile(rf"\b{BIRTH}[^\w\n]{{0,12}}(?:(?:is|was|on|the)\s+)?({DATE})(?!\d)", re.I)
ANY_DATE = re.compile(rf"(?<!\d){DATE}(?!\d)", re.I)
BIRTH_HEADING = re.compile(rf"{BIRTH}", re.I)
# --- postcodes ---
AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
POSTCODES = re.compile(
    rf"\b(?:{AREAS.replace(' ', '|')})(?:\d{{1,2}}|\d[A-HJKMNPR-Y]) ?\d[ABD-HJLNP-UW-Z]{{2}}\b"
)
POSTCODE_SAID = re.compile(r"\bpost ?code\W{1,4}([a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b", re.I)
# --- telephone numbers: those of homes and pockets, not 03 and 08, which are organisations' ---
PHONES = re.compile(
    r"(?<![\d.,/+-])(?:\+44 ?(?:\(0\) ?)?|\(?0)"
    r"(?P<rest>[127]\d{1,4}\)?[ -]?\d{2,4}[ -]?\d{2,4}(?:[ -]?\d{2,4})?)"
    r"(?![\d/]|[.,]\d)"
)
# --- e-mail ---
EMAILS = re.compile(r"[\w.%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# --- names in cells and after headings ---
PEOPLE = (
    r"(?i:(?:full|first|last|family|middle|given|sur|fore|client|patient|customer|resident|tenant|"
    r"carer|person|child|citizen|employee|parent|member)(?:'s|’s|s)? ?name|"
    r"service user(?:'s|’s)?(?: name)?|"
    r"name of (?:the )?(?:person|client|carer|patient|service user|resident|adult|child)|surname|"
    r"forenames?|next of kin|name)"
)
HEADING = re.compile(rf"\b{PEOPLE}(?:\(s\)|s)?(?!\w)")
A_NAME = r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]*))"
NAMED = re.compile(rf"(?m)^[ >*•-]{{0,9}}{PEOPLE}\*{{0,2}} ?:\*{{0,2}} ?({A_NAME}{{0,4}})")
NAME_IN_A_CELL = re.compile(rf"{A_NAME}{{1,4}}")
CALLED = re.compile(r"\b(?:Mrs?|Ms|Miss|Mx)\.? [A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?")
CELLS = re.compile(r"[ \t]*[|\t,;][ \t]*|[ ]{2,}")
LONGEST_CELL = 40


@dataclass(frozen=True)
class Found:
    """``page`` 0 is the file's name or a photo in it; ``masked`` shows which, not what."""

    page: int
    kind: str
    masked: str


def find(pages: Iterable[tuple[int, str]], *, public: Sequence[str] = ()) -> list[Found]:
    """What is found page by page, the same thing once a page. ``public`` is what everybody may
    know: domains, postcodes and numbers of the council's own."""
    known = {plain(each) for each in public}
    found: dict[tuple[int, str, str], Found] = {}
    for page, text in pages:
        for kind, value, masked in findings(readable(text), is_about=page == ABOUT):
            if not is_public(kind, value, known):
                found.setdefault((page, kind, plain(value)), Found(page, kind, masked))
    return list(found.values())


def places(photos: Iterable[str]) -> list[Found]:
    """Photos that say where they were taken, by their names inside the file, if they have any."""
    return [Found(ABOUT, PLACE, name or "A photo in the file") for name in photos]


def findings(text: str, *, is_about: bool = False) -> Iterator[tuple[str, str, str]]:
    """(kind, value, masked value) of everything in one page."""
    yield from ((NHS_NUMBER, v, f"{v[:3]} {DOTS} {DOTS}{v[-2:]}") for v in nhs_numbers(text))
    for value in INSURANCE.findall(text):
        yield NATIONAL_INSURANCE, value, f"{value[:2].upper()} •• •• •• {value[-1].upper()}"
    yield from ((DATE_OF_BIRTH, v, masked_date(v)) for v in dates_of_birth(text))
    for value in [*POSTCODES.findall(text), *POSTCODE_SAID.findall(text)]:
        yield POSTCODE, value, f"{value[:-3].strip().upper()} {DOTS}"
    yield from ((PHONE, v, f"{v[:3]}{DOTS}{v[-2:]}") for v in phones(text))
    yield from ((EMAIL, v, masked_address(v)) for v in EMAILS.findall(text))
    yield from names(text)
    if is_about:
        yield from ((NAME, v, masked_name(v)) for v in CALLED.findall(text))


def readable(text: str) -> str:
    """One kind of space, hyphen and figure, whatever the file wrote."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text).replace("_", " ")
    return "\n".join(line[:LONGEST_LINE] for line in re.split(r"\r\n|[\n\r\x0b\x0c]", text))


def plain(value: str) -> str:
    return re.sub(r"[\s()-]", "", value).lower()


def is_public(kind: str, value: str, known: set[str]) -> bool:
    if kind == EMAIL:
        domain = value.rpartition("@")[2].lower()
        return plain(value) in known or any(
            domain == each or domain.endswith(f".{each}") for each in known
        )
    return plain(value) in known


# --- NHS numbers ---


def nhs_numbers(text: str) -> Iterator[str]:
    """Ten figures that pass the check and are written as 999 999 9999, or said to be one."""
    said_on_page = NHS_SAID.search(text) is not None
    is_list = said_on_page or mostly_pass(text)
    for match in NHS.finditer(text):
        number = match[1] + match[3] + match[4]
        before = text[max(0, match.start() - NEAR) : match.start()]
        is_written_so = match[2] and number[0] != "0"  # else it is a telephone number
        if passes_check(number) and (is_written_so or is_list or NHS_NEAR.search(before)):
            yield number


def passes_check(number: str) -> bool:
    """The check digit of an NHS number: weights 10 to 2, modulus 11."""
    weights = range(10, 1, -1)
    weighed = sum(int(figure) * weight for figure, weight in zip(number, weights, strict=False))
    check = 11 - weighed % 11
    return check != 10 and check % 11 == int(number[9])  # noqa: PLR2004 - ten means no such number


def mostly_pass(text: str) -> bool:
    """Several numbers of ten figures, most of which pass a check that one in eleven would."""
    numbers = TEN_DIGITS.findall(text)
    passing = sum(map(passes_check, numbers))
    return passing >= ENOUGH and 2 * passing > len(numbers)


# --- dates of birth ---


def dates_of_birth(text: str) -> Iterator[str]:
    """Dates after words that say so, or under a heading that does."""
    yield from BORN.findall(text)
    for _, rows in tables_under(text, BIRTH_HEADING):
        for row in rows:
            yield from ANY_DATE.findall(row)


def masked_date(value: str) -> str:
    years = re.findall(r"\d{4}", value)
    return f"{DOTS} {years[0]}" if years else DOTS


# --- telephone and e-mail ---


def phones(text: str) -> Iterator[str]:
    for match in PHONES.finditer(text):
        figures = "0" + re.sub(r"\D", "", match["rest"])
        if len(figures) == 11 or (len(figures) == 10 and figures.startswith("01")):  # noqa: PLR2004
            yield figures


def masked_address(value: str) -> str:
    name, _, domain = value.rpartition("@")
    return f"{name[:1]}{DOTS}@{domain}"


# --- names ---


def names(text: str) -> Iterator[tuple[str, str, str]]:
    for value in [*NAMED.findall(text), *names_in_cells(text)]:
        yield NAME, value, masked_name(value)
    for heading, rows in tables_under(text, HEADING):
        count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
        yield NAME, heading, f"Under the heading “{heading}”, {count}"


def names_in_cells(text: str) -> Iterator[str]:
    """Forms laid out as a table: “Name” in the one cell, who it is in the next."""
    for match in HEADING.finditer(text):
        cells = cells_of(line_around(text, match.start()))
        if len(cells) == 2 and HEADING.fullmatch(cells[0]) and NAME_IN_A_CELL.fullmatch(cells[1]):  # noqa: PLR2004
            yield cells[1]


def line_around(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


def masked_name(value: str) -> str:
    return " ".join(f"{part[0]}{DOTS}" for part in value.split()[:4])


def tables_under(text: str, heading: re.Pattern) -> Iterator[tuple[str, list[str]]]:
    """(heading, the rows under it) for each row of short cells of which one is such a heading."""
    lines = text.split("\n") if heading.search(text) else []
    done = -1
    for place, line in enumerate(lines):
        if place > done and heading.search(line) and (said := heading_in(line, heading)):
            rows = rows_after(lines, place)
            done = place + len(rows)
            if rows:
                yield said, rows


def heading_in(line: str, heading: re.Pattern) -> str | None:
    cells = cells_of(line)
    if len(cells) < 2 or any(len(cell) > LONGEST_CELL for cell in cells):  # noqa: PLR2004
        return None
    return next((cell for cell in cells if heading.fullmatch(cell)), None)


def cells_of(line: str) -> list[str]:
    return [cell.strip(" *#") for cell in CELLS.split(line) if cell.strip(" *#")]


def rows_after(lines: list[str], place: int) -> list[str]:
    """The rows of the table: lines of several cells, up to the first line that is none."""
    rows = []
    for line in lines[place + 1 :]:
        if set(line) <= set(" |:-+"):
            if line.strip():
                continue
            break
        if len(cells_of(line)) < 2:  # noqa: PLR2004
            break
        rows.append(line)
    return rows
