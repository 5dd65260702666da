"""The shape of the code: what may import what, and where no rule may hide."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ("config", "readiness", "indicators", "evidence")
MAY_NOT_NAME = {
    "evidence": ("readiness", "indicators"),
    "indicators": ("readiness", "evidence"),
}
MAY_BE_ASKED_BY_ALL = (
    "config.wording.",
    "config.addresses.",
    "config.list_addresses.",
    "config.pages_of_rows.",
    "config.second_editor.",
    "config.form_fields.",
)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "services", "common", "core", "signals", "misc"}
SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals", "django.core.signals")
PURE = (
    "indicators/periods.py",
    "indicators/ratings.py",
    "indicators/reporting_periods.py",
    "indicators/scorecard_json.py",
    "indicators/comparisons.py",
    "indicators/charts.py",
    "indicators/collection_checks.py",
    "indicators/parts.py",
    "indicators/forecasts.py",
    "indicators/judging.py",
    "indicators/rating_words.py",
    "indicators/possible_values.py",
    "indicators/spc.py",
    "indicators/suppression.py",
    "indicators/travel.py",
    "indicators/workbook_details.py",
    "indicators/binary_details.py",
    "indicators/layouts/beside.py",
    "indicators/layouts/cell_shapes.py",
    "indicators/layouts/cells.py",
    "indicators/layouts/column_mapping.py",
    "indicators/layouts/figure_blocks.py",
    "indicators/layouts/headers.py",
    "indicators/layouts/headings.py",
    "indicators/layouts/measure_names.py",
    "indicators/layouts/measure_words.py",
    "indicators/layouts/recognition.py",
    "indicators/layouts/row_sources.py",
    "indicators/layouts/table_reading.py",
    "indicators/trends.py",
    "evidence/personal_data.py",
    "readiness/overall_rating.py",
    "readiness/rating_scale.py",
    "readiness/suggestions.py",
    "readiness/retention_rules.py",
    "readiness/round_changes.py",
    "readiness/score_drift.py",
    "readiness/attention.py",
    "readiness/coverage_findings.py",
    "evidence/spelling.py",
    "evidence/review_dates.py",
    "readiness/quarters.py",
    "readiness/return_checks.py",
    "readiness/return_file.py",
    "readiness/pack_names.py",
    "readiness/packs.py",
    "readiness/sealed_pack.py",
    "readiness/working_days.py",
)


def modules_of(*apps):
    return [path for app in apps for path in sorted((ROOT / app).rglob("*.py"))]


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_by(node):
    """The dotted names an import statement asks for; nothing for other nodes."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""] + [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def place(path, node):
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def is_of(name, apps):
    return name.split(".")[0] in apps


def names_an_app(text, apps):
    """Whether a string is a reference such as "readiness.Statement", "readiness/page.html" or the
    bare label of a migration's dependency; prose that mentions an app is not."""
    return re.fullmatch(rf"({'|'.join(apps)})([./:][\w./:-]*)?", text) is not None


def is_label_of_a_value(text):
    """``"evidence"`` and ``"indicators"`` are ordinary words too: related names, URL names."""
    return text in {"evidence", "indicators"}


@pytest.mark.parametrize("app", MAY_NOT_NAME)
def test_an_app_below_imports_nothing_from_the_app_above_or_beside_it(app):
    wrong = [
        f"{place(path, node)} imports {name}"
        for path in modules_of(app)
        for node in ast.walk(parsed(path))
        for name in imported_by(node)
        if is_of(name, MAY_NOT_NAME[app])
    ]
    assert wrong == []


def test_the_apps_take_from_config_only_what_knows_none_of_them():
    wrong = [
        f"{place(path, node)} imports {name}"
        for path in modules_of("readiness", "indicators", "evidence")
        for node in ast.walk(parsed(path))
        for name in imported_by(node)
        if is_of(name, ("config",)) and not f"{name}.".startswith(MAY_BE_ASKED_BY_ALL)
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MAY_BE_ASKED_BY_ALL)
def test_what_every_app_may_ask_knows_none_of_them(module):
    code = parsed(ROOT / f"{module.rstrip('.').replace('.', '/')}.py")
    names = [name for node in ast.walk(code) for name in imported_by(node)]
    asked = [name for name in names if is_of(name, APPS)]
    assert [name for name in asked if not f"{name}.".startswith(MAY_BE_ASKED_BY_ALL)] == []


@pytest.mark.parametrize("app", MAY_NOT_NAME)
def test_an_app_below_does_not_name_the_others_in_a_string_either(app):
    wrong = [
        f"{place(path, node)} says {node.value!r}"
        for path in modules_of(app)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if names_an_app(node.value, MAY_NOT_NAME[app])
        if "migrations" in path.parts or not is_label_of_a_value(node.value)
    ]
    assert wrong == []


def test_no_product_code_imports_the_tests():
    wrong = [
        place(path, node)
        for path in modules_of(*APPS)
        for node in ast.walk(parsed(path))
        for name in imported_by(node)
        if is_of(name, ("tests",))
    ]
    assert wrong == []


def test_no_relative_imports():
    wrong = [
        place(path, node)
        for path in modules_of(*APPS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


def test_nothing_is_imported_inside_a_function():
    wrong = {
        place(path, inner)
        for path in modules_of(*APPS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert wrong == set()


def test_modules_are_named_for_what_the_council_is_doing():
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules_of(*APPS)
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert wrong == []


def test_no_rule_hides_in_a_signal():
    """The demonstration dates its past with one while it is loaded: docs/decisions/0062."""
    wrong = [
        f"{place(path, node)} imports {name}"
        for path in modules_of("readiness", "indicators", "evidence")
        if path != ROOT / "readiness" / "demo" / "dating.py"
        for node in ast.walk(parsed(path))
        for name in imported_by(node)
        if name.startswith(SIGNAL_MODULES)
    ]
    assert wrong == []


@pytest.mark.parametrize("module", PURE)
def test_a_calculation_asks_neither_the_database_nor_the_clock(module):
    path = ROOT / module
    tree = parsed(path)
    asked = [
        name for node in ast.walk(tree) for name in imported_by(node) if name.startswith("django.")
    ]
    clock = [
        place(path, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "localdate"}
    ]
    assert [name for name in asked if not name.startswith("django.utils")] == []
    assert clock == []
