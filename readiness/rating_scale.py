"""The overall rating on the scale of percentages, as SVG. Pure: a rating in, markup out."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from readiness.overall_rating import OverallRating, ScoringRules

WIDTH, TOP, HEIGHT = 560, 22, 18
LETTER = 6.6  # width of a letter of a band's name, near enough to know whether it fits


def place(percent: float, rules: ScoringRules) -> float:
    """Where a percentage lies along the scale, in pixels."""
    lowest, highest = rules.bands[0].lowest, rules.bands[-1].highest + 1
    return round(WIDTH * (percent - lowest) / (highest - lowest), 1)


def bands(rules: ScoringRules) -> list[tuple[str, float, float]]:
    """(rating, left, width) of each band."""
    edges = [place(band.lowest, rules) for band in rules.bands] + [WIDTH]
    return [
        (band.rating, left, round(right - left, 1))
        for band, left, right in zip(rules.bands, edges, edges[1:], strict=False)
    ]


def short(rating: str, width: float) -> str:
    """The rating, or its initials where the band is too narrow for it."""
    if len(rating) * LETTER < width:
        return rating
    return "".join(word[0] for word in rating.split()).upper()


def rating_scale(rating: OverallRating, rules: ScoringRules) -> SafeString:
    """Hidden from screen readers: the sentence above it says the same."""
    drawn = format_html_join(
        "",
        '<rect class="gt-scale__band{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="gt-scale__name" x="{}" y="{}">{}</text>',
        (
            (
                " gt-scale__band--ours" if name == rating.rating else "",
                left,
                TOP,
                width - 2,
                HEIGHT,
                left + width / 2,
                TOP + HEIGHT + 16,
                short(name, width),
            )
            for name, left, width in bands(rules)
        ),
    )
    return format_html(
        '<svg class="gt-scale" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        WIDTH,
        TOP + HEIGHT + 22,
        drawn,
        marker(rating, rules),
    )


def marker(rating: OverallRating, rules: ScoringRules) -> SafeString:
    """A pin at our percentage; while provisional, a line over what is still possible."""
    if rating.percent is None:
        left, right = (
            place(rating.lowest_percent, rules),
            place(rating.highest_percent + 1, rules),
        )
        return format_html(
            '<rect class="gt-scale__range" x="{}" y="{}" width="{}" height="4"/>',
            left,
            TOP - 8,
            max(right - left, 4),
        )
    x = place(rating.percent + 0.5, rules)
    return format_html(
        '<path class="gt-scale__pin" d="M{} {}l-7 -9h14z"/>'
        '<text class="gt-scale__percent" x="{}" y="{}">{}%</text>',
        x,
        TOP - 1,
        min(max(x, 18), WIDTH - 18),
        TOP - 12,
        rating.percent,
    )
