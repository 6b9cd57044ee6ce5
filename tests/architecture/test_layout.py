"""The shape of the code: one write path, no import inside a function, no signals, files and functions that fit a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "daicho"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
WRITES = frozenset(
    {"bulk_create", "bulk_update", "create", "get_or_create", "update_or_create", "save", "delete", "update"}
)
BUSINESS_MODELS = frozenset(
    {
        "Account",
        "Contact",
        "Product",
        "Price",
        "Contract",
        "ContractTerm",
        "ContractLine",
        "SalesEntry",
        "Opportunity",
        "Quote",
        "QuoteLine",
        "Order",
        "Task",
        "ListView",
        "EmailTemplate",
        "EmailAlert",
    }
)


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_says_what_it_holds_and_fits(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module opens with what it holds"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_import_inside_a_function_and_no_endless_function(path):
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [inner for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
            assert inner == [], f"{node.name} imports"
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_records_are_written_by_the_command_alone(path):
    """`Model.objects.….write()` of a business model stands nowhere but in engine/records."""
    if "records" in path.parts:
        return
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            chain = {inner.id for inner in ast.walk(node.func) if isinstance(inner, ast.Name)}
            assert not chain & BUSINESS_MODELS, f"line {node.lineno} writes {chain & BUSINESS_MODELS}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_signals_and_no_second_clock(path):
    text = path.read_text("utf-8")
    assert "django.db.models.signals" not in text
    assert "django.dispatch" not in text
    if path.name != "clock.py":
        assert "datetime.now(" not in text
        assert "date.today(" not in text


def test_broad_excepts_are_few():
    broad = [
        named(path)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert len(broad) <= 3, broad
