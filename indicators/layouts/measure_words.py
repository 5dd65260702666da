"""What a file says of an indicator, in our words: its code, unit, polarity and frequency. Pure."""

import re
from hashlib import sha256

from django.utils.text import slugify

LONGEST_CODE = 40

POLARITIES = {
    "higher": """
        higher|high|h|bigger|up|increase|increasing|maximise|more|desc|descending|positive|hi
        bigger is better|higher is better|high is good|higher is good|bigger better|aim to maximise
        good to be high|high good|rag high is good|rag - high is good|maximize|1|+|larger|max
        increase is good|up is good|higher values are better|high values are good|larger is better
        aim to increase|more is better|higher better|rag high values good|big is beautiful""",
    "lower": """
        lower|low|l|smaller|down|decrease|decreasing|minimise|less|asc|ascending|negative|lo|fewer
        smaller is better|lower is better|low is good|lower is good|smaller better|aim to minimise
        good to be low|low good|rag low is good|rag - low is good|minimize|-1|reduce|min
        decrease is good|down is good|lower values are better|low values are good|less is better
        aim to decrease|aim to reduce|fewer is better|lower better|reduction""",
    "range": "range|within range|aim for a range|in range|within a range|plan is best",
    "none": """
        neutral|none|for information|n/a|na|information|info|contextual|context|monitor|0|neither
        not applicable|no polarity|information only|for information only|bob|-|volume|not rated
        neutral - no judgement|no judgement|monitoring|bob blue orange blue|no preference""",
}  # fmt: skip
POLARITY_OF = {
    word.strip(): polarity
    for polarity, words in POLARITIES.items()
    for line in words.strip().splitlines()
    for word in line.split("|")
}
FREQUENCIES = (
    ("monthly", r"\bmonth"),
    ("quarterly", r"\bquarter|\bqtr"),
    ("biennial", r"\bbiennial|two years|every other year|bi-annual"),
    ("annual", r"\bannual|\byear"),
)
UNIT_NAMES = {
    **dict.fromkeys(("%", "percent", "percentage", "per cent", "pct", "proportion"), "percent"),
    **dict.fromkeys(("number", "no", "no.", "count", "volume", "integer", "numeric"), "number"),
    **dict.fromkeys(("day", "days", "average days", "number of days"), "days"),
    **dict.fromkeys(("£", "gbp", "pounds", "cost", "currency", "money"), "pounds"),
    **dict.fromkeys(("score", "average score", "index"), "score"),
    **dict.fromkeys(("rate per 100,000", "per_100000", "per 100k"), "per_100000"),
}
UNITS = (
    ("number", r"^(?:the |total )*(?:number|count)\b"),
    ("per_100000", r"per 100[, ]?000|/100[, ]?000|per 100k"),
    ("percent", r"percent|per cent|proportion|%"),
    ("days", r"\(days\)|\b(?:average|median|mean|longest|number of|shortest)\b.*\bdays\b"),
    ("pounds", r"£|\b(?:unit|average|gross|net|hourly) (?:cost|rate|spend|expenditure)\b"),
    ("score", r"\bscore\b|quality of life"),
    ("number", r"\bnumber of\b|\bcount of\b"),
)
PART_OF_FIGURE = {
    "numerator": "numerator",
    "num": "numerator",
    "denominator": "denominator",
    "den": "denominator",
    "base": "base",
    "number of respondents": "base",
    "respondents": "base",
    "sample size": "base",
    "margin of error": "margin",
    "margin": "margin",
    "confidence interval": "margin",
    "lower": "lower",
    "lower ci": "lower",
    "lower limit": "lower",
    "lower confidence limit": "lower",
    "lower 95 ci": "lower",
    "upper": "upper",
    "upper ci": "upper",
    "upper limit": "upper",
    "upper confidence limit": "upper",
    "upper 95 ci": "upper",
    "target": "target",
    "outcome": "value",
    "value": "value",
    "outturn": "value",
    "actual": "value",
    "figure": "value",
    "result": "value",
    "indicator value": "value",
}
COUNTS = ("count", "number")
WHOLE = {
    *("", "persons", "all", "total", "all ages", "both", "all persons", "overall", "people"),
    *("not applicable", "n/a", "england", "all people", "everyone", "all adults", "all groups"),
    *("both sexes", "male and female", "all (18+)", "none", "-", "[z]", "all categories"),
}  # fmt: skip


def code_of(title: str) -> str:
    """A code made of a title: its words, short enough, and never that of another title."""
    slug = slugify(title)
    if slug and len(slug) <= LONGEST_CODE:
        return slug
    digest = sha256(title.casefold().encode()).hexdigest()[:6]
    room = LONGEST_CODE - len(digest) - 1
    words = slug[:room].rpartition("-")[0] or slug[:room]
    return f"{words}-{digest}".strip("-")


def with_part(code: str, part: str) -> str:
    """The code of one breakdown of a measure."""
    whole = f"{code}-{slugify(part)}"
    if len(whole) <= LONGEST_CODE:
        return whole
    digest = sha256(whole.casefold().encode()).hexdigest()[:6]
    return f"{code[: LONGEST_CODE - len(digest) - 1]}-{digest}"


def polarity_of(words: str) -> str | None:
    """Empty where nothing is said; None where the words are not known."""
    plain = " ".join(words.lower().replace("–", "-").split()).strip(" .()")
    if not plain or plain in ("tbc", "tbd"):
        return ""
    if plain in POLARITY_OF:
        return POLARITY_OF[plain]
    for polarity, pattern in (
        ("higher", r"\b(?:high|higher|bigger|increase|maximi[sz]e)\b"),
        ("lower", r"\b(?:low|lower|smaller|decrease|reduce|minimi[sz]e)\b"),
    ):
        if re.search(pattern, plain):
            return polarity
    return None


def frequency_of(words: str) -> str:
    return next((name for name, pattern in FREQUENCIES if re.search(pattern, words.lower())), "")


def unit_of(*texts: str) -> str:
    """By the first of the texts that says one; empty where none does."""
    for text in texts:
        lowered = text.lower().strip()
        if lowered in UNIT_NAMES:
            return UNIT_NAMES[lowered]
        for unit, pattern in UNITS:
            if re.search(pattern, lowered):
                return unit
    return ""


def part_of_figure(words: str) -> str:
    """``value``, ``numerator``…; empty where the words are of the value itself, such as a rate."""
    plain = " ".join(re.sub(r"[\W_]+", " ", words.lower()).split())
    return PART_OF_FIGURE.get(plain, "")
