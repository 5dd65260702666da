"""Days as an iCalendar file (RFC 5545), for calendar programs to read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 75  # octets, without the end of the line
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A whole day. ``key`` stays the same while the thing is the same."""

    key: str
    title: str
    day: date
    address: str


def calendar(entries: Iterable[Entry], *, name: str, host: str, at: datetime) -> str:
    """``at`` in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Golden Thread//Due dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += event(entry, host=host, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def event(entry: Entry, *, host: str, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.key}@{host}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + DAY:%Y%m%d}",
        f"SUMMARY:{escaped(entry.title)}",
        f"URL:{entry.address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(words: str) -> str:
    words = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(words.split())


def folded(line: str) -> str:
    """Lines of 75 octets at most, the next beginning with a space; no letter is cut through."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST_LINE:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part])
