"""What a ZIP file really is: Word, PowerPoint, Excel, OpenDocument, or an archive."""

import io
import re
import zipfile
from xml.etree import ElementTree

from evidence import ole_files, refusals

MOST_MEMBERS = 10_000
MOST_BYTES_IN_A_PART = 100 * 1024 * 1024
MOST_BYTES = 500 * 1024 * 1024
# Text packs well, so a high ratio counts only where the file also unpacks to something large.
HIGHEST_RATIO = 150
LARGE = 20 * 1024 * 1024
DEEPEST = 2

MAIN_PARTS = {
    "wordprocessingml.document.main+xml": "docx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "ppsx",
    "spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
ANY_OFFICE = ("Office file", "an ordinary document, workbook or PDF")
WORDS = {
    "docx": ("Word document", "a Word document (.docx)"),
    "pptx": ("PowerPoint presentation", "a PowerPoint presentation (.pptx)"),
    "ppsx": ("PowerPoint show", "a PowerPoint presentation (.pptx)"),
    "xlsx": ("Excel workbook", "an Excel workbook (.xlsx)"),
}


def key_of(file, *, depth: int = 0) -> str:
    """``docx``, ``xlsx``, ``odt`` and so on; a refusal for anything else or anything unsafe."""
    try:
        with zipfile.ZipFile(file) as package:
            refuse_bombs(package)
            names = package.namelist()
            if "[Content_Types].xml" in names:
                return office_key(package, names, depth)
            if "mimetype" in names:
                return open_document_key(package, names)
    except (zipfile.BadZipFile, ElementTree.ParseError, EOFError, ValueError) as problem:
        raise refusals.damaged("file") from problem
    except (NotImplementedError, RuntimeError) as problem:  # a part is encrypted or oddly packed
        raise refusals.locked("file") from problem
    if any(name.endswith(".iwa") for name in names):
        raise refusals.not_accepted(
            "an Apple Pages, Numbers or Keynote file", "Export it as PDF, Word or Excel first."
        )
    raise refusals.not_accepted("a ZIP archive", "Unpack it and add the files inside one by one.")


def refuse_bombs(package: zipfile.ZipFile) -> None:
    """Small files that would unpack to something enormous, judged before unpacking anything."""
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_BYTES
        or any(member.file_size > MOST_BYTES_IN_A_PART for member in members if is_xml(member))
        or (unpacked > LARGE and unpacked / packed > HIGHEST_RATIO)
    ):
        raise refusals.RefusedFileError(
            f"unpacks to {unpacked // (1024 * 1024):,} MB, far more than a document needs. "
            "Save it again without what makes it so large, or save it as PDF, and add that.",
            "bomb",
        )


def is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def office_key(package: zipfile.ZipFile, names: list[str], depth: int) -> str:
    """Word, PowerPoint or Excel, from the types its parts declare, with unsafe parts refused."""
    refuse_outside_definitions(package)
    declared = " ".join(
        element.get("ContentType", "")
        for element in ElementTree.fromstring(package.read("[Content_Types].xml"))  # noqa: S314 - no DTD, refused above
    )
    if "sheet.binary" in declared:
        raise refusals.not_accepted(
            "an Excel binary workbook (.xlsb)", "Save it as an Excel workbook (.xlsx) first."
        )
    key = next((key for part, key in MAIN_PARTS.items() if part in declared), "")
    what, save_as = WORDS.get(key or folder_key(names), ANY_OFFICE)
    lowered = [name.lower() for name in names]
    if "macroenabled" in declared.lower() or any(
        "vbaproject" in name or "/macrosheets/" in name for name in lowered
    ):
        raise refusals.macros(what, save_as)
    if not key:
        raise refusals.not_accepted("an Office template or drawing", "Save it as PDF first.")
    refuse_broken_relations(package, names)
    refuse_embedded(package, [name for name in names if "embeddings/" in name], what, depth)
    return key


def folder_key(names: list[str]) -> str:
    folders = {"word": "docx", "ppt": "pptx", "xl": "xlsx"}
    return next((key for folder, key in folders.items() if f"{folder}/" in " ".join(names)), "")


def refuse_outside_definitions(package: zipfile.ZipFile) -> None:
    """Office parts never define entities; one that does is made to reach outside the file."""
    for member in filter(is_xml, package.infolist()):
        with package.open(member) as part:
            start = part.read(2048).replace(b"\x00", b"")
        if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
            raise refusals.RefusedFileError(
                "has been altered to fetch something from outside itself. "
                "Ask whoever made it for a clean copy, or save it as PDF and add that.",
                "outside",
            )


def refuse_broken_relations(package: zipfile.ZipFile, names: list[str]) -> None:
    for name in names:
        if re.fullmatch(r"_rels/\.rels|(word|ppt|xl)/_rels/[a-z]+\.xml\.rels", name):
            ElementTree.fromstring(package.read(name))  # noqa: S314 - no DTD, refused before
    if "_rels/.rels" not in names:
        raise refusals.damaged("Office file")


def refuse_embedded(package: zipfile.ZipFile, names: list[str], what: str, depth: int) -> None:
    """Charts bring their workbooks; packed files and anything unsafe are refused."""
    for name in names:
        data = package.read(name)
        if ole_files.is_ole(data):
            if ole_files.holds_packed_file(io.BytesIO(data)):
                raise refusals.embedded(what)
        elif data[:2] == b"PK":
            if depth >= DEEPEST:
                raise refusals.embedded(what)
            try:
                key_of(io.BytesIO(data), depth=depth + 1)
            except refusals.RefusedFileError as problem:
                raise refusals.embedded(what) from problem
        elif data[:2] == b"MZ":
            raise refusals.embedded(what)


def open_document_key(package: zipfile.ZipFile, names: list[str]) -> str:
    key = OPEN_DOCUMENTS.get(package.read("mimetype")[:100].decode("ascii", "replace").strip())
    if key is None:
        raise refusals.not_accepted("an OpenDocument drawing, template or e-book")
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise refusals.locked("OpenDocument file")
    if any(
        re.match(r"Basic/.+/(?!script-l[bc]\.xml$).+\.xml$|Scripts/.*[^/]$", name) for name in names
    ):
        raise refusals.macros("OpenDocument file", "a copy without macros, or as PDF,")
    for name in names:
        if re.fullmatch(r"Object \d+", name) and ole_files.holds_packed_file(
            io.BytesIO(package.read(name))
        ):
            raise refusals.embedded("OpenDocument file")
    return key
