"""Names of files and folders in a pack, such as every disk and program takes. Pure.

A title becomes a name that Windows, a Mac and Linux accept, that Excel and a browser can link to,
and that no other in the pack has, also where capitals do not count.
"""

import re
import unicodedata

LONGEST_FOLDER, LONGEST_FILE = 40, 80
"""Characters: two folders and a file come to some 160, and Windows takes 260 with its own."""
MOST_BYTES = 200  # of UTF-8: disks take 255
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*#%`~$\x00-\x1f\x7f]')
"""# and % are read as something else in links; the rest no disk takes, or a shell acts on."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
RESERVED = {"con", "prn", "aux", "nul", "conin", "conout", "clock"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"
}
ENDING = re.compile(r"\.[a-z0-9]{1,5}")


def safe_name(words: str, *, longest: int, otherwise: str = "Untitled") -> str:
    """Without what cannot be in a name, cut at a word where there is one."""
    words = unicodedata.normalize("NFC", words)
    words = "".join(" " if unicodedata.category(char) in UNSEEN else char for char in words)
    name = " ".join(NOT_IN_NAMES.sub(" ", words).split())
    name = cut(name.strip(" .-"), longest) or otherwise
    return f"{otherwise} {name}" if name.split(".")[0].strip().casefold() in RESERVED else name


def cut(name: str, longest: int) -> str:
    """At the last word that fits, unless that would lose more than half."""
    short = name
    while len(short) > longest or len(short.encode()) > MOST_BYTES:
        short = short[:longest] if len(short) > longest else short[:-1]
    in_a_word = name[len(short) : len(short) + 1] not in ("", " ")
    if in_a_word and " " in short[longest // 2 :]:
        short = short[: short.rindex(" ")]
    return short.rstrip(" .-,")


def ending_of(name: str) -> str:
    """``.pdf``, in lower case; nothing where what follows the dot is no ending."""
    found = name.rpartition(".")
    ending = f".{found[2].lower()}" if found[1] else ""
    return ending if ENDING.fullmatch(ending) else ""


class Names:
    """Gives each file and folder of a pack a path of its own."""

    def __init__(self, *taken: str) -> None:
        self.taken = {alike(path) for path in taken}

    def folder(self, within: str, words: str) -> str:
        return self.own(within, safe_name(words, longest=LONGEST_FOLDER), "")

    def file(self, within: str, title: str, original_name: str) -> str:
        """The title with the ending of the file's own name."""
        ending = ending_of(original_name)
        if ending and title.casefold().endswith(ending):
            title = title[: -len(ending)]
        name = safe_name(title, longest=LONGEST_FILE - len(ending), otherwise="Document")
        return self.own(within, name, ending)

    def own(self, within: str, name: str, ending: str) -> str:
        """A number after a name that is taken: “Carers survey (2).pdf”."""
        before, number = f"{within}/" if within else "", 1
        path = f"{before}{name}{ending}"
        while alike(path) in self.taken:
            number += 1
            path = f"{before}{name} ({number}){ending}"
        self.taken.add(alike(path))
        return path


def alike(path: str) -> str:
    """The same for names that some disk holds to be one."""
    return unicodedata.normalize("NFKC", path).casefold()
