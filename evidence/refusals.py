"""Why a file is not taken in, in words for the person who sent it."""

from django.core.exceptions import ValidationError

ACCEPTED = (
    "You can add PDF, Word (docx, doc), PowerPoint (pptx, ppt), Excel (xlsx, xls), "
    "OpenDocument (odt, ods, odp), RTF, text, CSV, e-mails (eml, msg) and pictures "
    "(png, jpg, webp, tiff, gif)."
)


class RefusedFileError(ValidationError):
    """A file that is not taken in; the sentence completes “<name> …”."""

    def __init__(self, sentence: str, code: str):
        super().__init__(sentence, code=code)
        self.sentence = sentence


def a(what: str) -> str:
    """With its article: a PDF, an Excel workbook, an RTF document."""
    return f"{'an' if what[0] in 'AEIOaeio' or what.startswith('RTF') else 'a'} {what}"


def damaged(what: str) -> RefusedFileError:
    return RefusedFileError(
        f"is a damaged {what} and cannot be opened. "
        "Open it where it was made, save it again and add the new copy.",
        "damaged",
    )


def locked(what: str) -> RefusedFileError:
    return RefusedFileError(
        f"is {a(what)} locked with a password, so it cannot be checked or read. "
        "Save a copy without the password and add that.",
        "locked",
    )


def macros(what: str, save_as: str) -> RefusedFileError:
    return RefusedFileError(
        f"is {a(what)} with macros (small programs) in it. Save it as {save_as} and add that.",
        "macros",
    )


def scripted(what: str) -> RefusedFileError:
    return RefusedFileError(
        f"is {a(what)} with a script in it, or a call to start a program. Print it to a new PDF, "
        "or save it as PDF/A, and add that.",
        "script",
    )


def embedded(what: str) -> RefusedFileError:
    return RefusedFileError(
        f"is {a(what)} with another file packed inside it, which cannot be checked. "
        "Take it out, and add the packed file on its own if it is evidence.",
        "embedded",
    )


def not_accepted(really: str, remedy: str = "") -> RefusedFileError:
    sentence = f"is {really}, which cannot be added."
    return RefusedFileError(" ".join(filter(None, (sentence, remedy, ACCEPTED))), "not_accepted")
