"""Where each table and key of a TOML text stands. Python's own reader does not say.

Knows the flat files this product reads: ``[table]``, ``[[table]]`` and ``key = value``.
"""

import re

HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([\w-]+)\s*=")
LONG_QUOTES = ('"""', "'''")


class TomlLines:
    def __init__(self, text: str):
        self._lines: dict[tuple, int] = {}
        self._counts: dict[str, int] = {}
        inside_long_text = False
        place = ("", 0)
        for number, line in enumerate(text.splitlines(), start=1):
            if not inside_long_text:
                place = self._read(line, number, place)
            inside_long_text ^= sum(line.count(quotes) for quotes in LONG_QUOTES) % 2 == 1

    def _read(self, line: str, number: int, place: tuple) -> tuple:
        if header := HEADER.match(line):
            name = header[1]
            place = (name, self._counts.get(name, 0))
            self._counts[name] = place[1] + 1
            self._lines[place] = number
        elif key := KEY.match(line):
            self._lines.setdefault((*place, key[1]), number)
        return place

    def of(self, table: str = "", index: int = 0, key: str = "") -> int:
        """The line of a key, else of its table, else the first line. ``index`` counts from 0."""
        return self._lines.get((table, index, key)) or self._lines.get((table, index)) or 1
