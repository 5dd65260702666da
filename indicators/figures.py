"""How a figure is written. Pure.

A figure is a number or the reason why there is none; it is never a blank and never zero by
default. Numbers are compared as written: 66.2 from a file is the decimal 66.2, not the nearest
binary fraction, so that "equal to the target" and "no change" are decided as a reader would.
"""

from decimal import ROUND_HALF_UP, Decimal

STATE_WORDS = {
    "missing": "Not available",
    "suppressed": "Suppressed",
    "not_applicable": "Not applicable",
    "low": "Low (0 after rounding)",
}
HAS_FIGURE = frozenset({"ok", "low"})


def exact(value) -> Decimal:
    """The decimal a person would read, not the binary fraction nearest to it."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value, decimals: int) -> Decimal:
    """Rounded for showing: halves go away from zero, as people and spreadsheets do."""
    return exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value, decimals: int) -> str:
    """With thousands commas and a true minus sign, which a screen reader says aloud."""
    shown = rounded(value, decimals)
    return f"{shown + 0:,f}".replace("-", "−")  # + 0 turns -0.0 into 0.0


def with_unit(value, unit: str, decimals: int) -> str:
    """``66.2%``, ``£1,234``, ``12.8 per 100,000``, ``41 days``, ``18.5``."""
    text = number(value, decimals)
    if unit == "pounds":
        return f"−£{text[1:]}" if text.startswith("−") else f"£{text}"
    if unit == "percent":
        return f"{text}%"
    if unit == "per_100000":
        return f"{text} per 100,000"
    if unit == "days":
        return f"{text} {'day' if text == '1' else 'days'}"
    return text


def write(value, *, state: str = "ok", unit: str, decimals: int) -> str:
    """The figure, or the word for why there is none."""
    if state == "ok" and value is not None:
        return with_unit(value, unit, decimals)
    return STATE_WORDS.get(state, STATE_WORDS["missing"])


def change(amount, unit: str, decimals: int) -> str:
    """The size of a difference between two figures: ``3.1 points``, ``£20``, ``4 days``, ``12``."""
    text = number(abs(exact(amount)), decimals)
    if unit in {"percent", "score"}:
        return f"{text} {'point' if text == '1' else 'points'}"
    return with_unit(abs(exact(amount)), unit, decimals)


def beside(gap, unit: str, decimals: int) -> str:
    """``2.1 points below``, ``the same``; nothing where there is no gap to speak of."""
    if gap is None:
        return ""
    if not rounded(gap, decimals):
        return "the same"
    return f"{change(gap, unit, decimals)} {'above' if gap > 0 else 'below'}"


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th ... 11th, 12th, 13th ... 21st."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
