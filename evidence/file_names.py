"""Names as people send them: shown as they were, stored as something every disk accepts."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_SHOWN = 255
LONGEST_STORED = 80
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
# Characters that turn the direction of text: with one, "fdp.exe" can be made to read "exe.pdf".
TURNS_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(name: str) -> str:
    """The sender's own name for the file, without folders and without what cannot be printed."""
    name = TURNS_DIRECTION.sub("", unicodedata.normalize("NFC", name))
    name = "".join(" " if unicodedata.category(char) == "Cc" else char for char in name)
    name = re.split(r"[/\\]", name)[-1].strip()
    if len(name) > LONGEST_SHOWN:
        ending = extension(name)
        name = name[: LONGEST_SHOWN - len(ending) - 1].rstrip() + "…" + ending
    return name or "File without a name"


def extension(name: str) -> str:
    """The ending in lower case with its dot, or nothing: ``Notes 3.4`` has none."""
    ending = PurePosixPath(name.strip()).suffix.lower()
    return ending if re.fullmatch(r"\.(?=.*[a-z])[a-z0-9]{1,5}", ending) else ""


def stored(name: str, ending: str) -> str:
    """A plain name for storage: letters, figures and hyphens, with the ending of its real type."""
    words = shown(name)
    words = words[: -len(extension(words))] if extension(words) else words
    words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST_STORED].strip("-")
    if not plain or plain in RESERVED:
        plain = f"file-{plain}".strip("-")
    return plain + ending


def title_from(name: str) -> str:
    """A first guess at a title: the name without its ending and its underscores."""
    name = shown(name)
    if ending := extension(name):
        name = name[: -len(ending)]
    return " ".join(re.sub(r"[_+]+|%20", " ", name).split()).strip(" .")[:200] or "Untitled"
