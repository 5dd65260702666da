"""Charts of the pages on paper: the same SVG with its own looks, and as PNG for Word. Pure.

On a page their looks come from frontend/_charts.scss, in one colour set; here those rules that
charts of reports need are written out, as paper has no style sheet.
"""

import json
import re
from collections.abc import Sequence

import typst

from readiness.reports.fonts import fonts

LOOKS = """
text {{ font-family: "Source Sans Pro"; font-size: 13px; fill: #0b0c0c }}
.gt-chart__grid {{ stroke: #d5d9df; stroke-width: 1; fill: none }}
.gt-chart__axis, .gt-chart__tie {{ stroke: #4d545c; stroke-width: 1; fill: none }}
.gt-chart__tick--x {{ font-size: 12px; text-anchor: middle; fill: #4d545c }}
.gt-chart__tick--y {{ font-size: 12px; text-anchor: end; fill: #4d545c }}
.gt-chart__note {{ font-size: 12px; fill: #4d545c }}
.gt-chart__break {{ stroke: #4d545c; stroke-width: 1.5; stroke-dasharray: 2 3 }}
.gt-chart__target {{ fill: none; stroke: #4d545c; stroke-width: 1.5; stroke-dasharray: 12 4 }}
.gt-chart__line {{ fill: none; stroke: {accent}; stroke-width: 3; stroke-linejoin: round }}
.gt-chart__marker {{ fill: {accent}; stroke: #ffffff; stroke-width: 1 }}
.gt-chart__name {{ font-weight: bold }}
.gt-status--grey {{ fill: #6f777b }}
.gt-status--red {{ fill: #ca3535 }}
.gt-status--yellow {{ fill: #ffdd00; stroke: #7a6a00; stroke-width: 1 }}
.gt-status--orange {{ fill: #c2540a }}
.gt-status--green {{ fill: #0f7a52 }}
.gt-status--turquoise {{ fill: #158187 }}
.gt-status--blue, .gt-status--light-blue {{ fill: #1a65a6 }}
.gt-status--purple {{ fill: #54319f }}
.gt-status__count {{ font-size: 14px; font-weight: bold; text-anchor: middle; fill: #ffffff }}
.gt-status__count--yellow {{ fill: #0b0c0c }}
"""
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
POINTS_IN_AN_INCH = 72
DOTS_IN_AN_INCH = 200
ONE_A_PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#for picture in json(bytes(sys.inputs.pictures)) {
  page(image(bytes(picture), format: "svg"))
}
"""


def on_paper(picture: str, accent: str) -> str:
    """The SVG by itself, with size and looks."""
    found = VIEW.search(picture)
    if found is None:
        raise ValueError("The picture does not say how large it is.")
    width, height = found.groups()
    looks = f"<style>{LOOKS.format(accent=accent)}</style>"
    opening, rest = picture.split(">", 1)
    size = f' xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    return f"{opening}{size}{looks}{rest}"


def as_png(pictures: Sequence[str]) -> list[bytes]:
    """Each of these, drawn in one go; they are ``on_paper`` already."""
    if not pictures:
        return []
    compiler = typst.Compiler(ONE_A_PAGE.encode(), font_paths=fonts())
    words = {"pictures": json.dumps(list(pictures))}
    drawn = compiler.compile(format="png", ppi=DOTS_IN_AN_INCH, sys_inputs=words)
    if drawn is None:
        raise TypeError("Pictures were asked for as bytes.")
    return drawn if isinstance(drawn, list) else [drawn]
