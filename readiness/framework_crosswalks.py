"""Where the statements of an older framework go, as a framework's file says it. Pure."""

from collections.abc import Iterable, Iterator

from readiness.toml_lines import TomlLines


def crosswalk_problems(data: dict, lines: TomlLines) -> Iterator[tuple[int, str]]:
    """(line, what is wrong): a statement that is not in the file, one that is mapped twice."""
    statements = {statement["slug"] for statement in data["statement"]}
    seen: set[tuple[str, str]] = set()
    for index, pair in enumerate(data.get("crosswalk", ())):
        for slug in pair.get("new", ()):
            if slug not in statements:
                line = lines.of("crosswalk", index, "new")
                yield line, f"there is no statement “{slug}” in this file."
        key = (pair["from"], pair["old"])
        if key in seen or pair["from"] == data["slug"]:
            line = lines.of("crosswalk", index, "old")
            yield line, f"“{pair['old']}” of “{pair['from']}” cannot be mapped here."
        seen.add(key)


def build_crosswalks(pairs: Iterable[dict]) -> dict[str, dict[str, list[str]]]:
    """Slug of an older framework -> its statements' slugs -> this file's."""
    crosswalks: dict[str, dict[str, list[str]]] = {}
    for pair in pairs:
        crosswalks.setdefault(pair["from"], {})[pair["old"]] = pair.get("new", [])
    return crosswalks
