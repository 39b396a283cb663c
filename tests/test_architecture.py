"""One direction of imports, one place for the form, nothing of the machine it was written on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai import forms

ROOT = Path(__file__).parents[1]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


ROOMS = (
    *("forms", "demo", "loaders", "relations", "rules", "engines", "expectations", "checkpoints"),
    *("history", "reviews", "outputs", "nightly", "api", "cli"),
)
WITHOUT_GX = ("forms", "demo", "loaders", "relations", "rules", "engines", "cli")
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
OUTSIDE_FORMS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] != "forms"]
TEXTS = [
    path
    for room in (*ROOMS, "docs", "tests", "benchmarks", ".ci")
    for path in sorted((ROOT / room).rglob("*"))
    if path.is_file() and "__pycache__" not in path.parts and path.suffix not in {".png", ".docx", ".pyc"}
] + [path for path in ROOT.iterdir() if path.is_file()]
TEMPLATES = [
    path
    for path in TEXTS
    if path.suffix in {".css", ".html", ".j2", ".svg", ".js"} and room_of(path) not in {"tests", "docs"}
]
SHORTEST_LABEL = 4


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module imported anywhere under `tree`, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: import gongkai.<room>, not a relative name"
            if node.module == "gongkai":
                yield from ((f"gongkai.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module or "", node.lineno


def strings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every string constant but docstrings."""
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_room_imports_only_rooms_before_it(path):
    allowed = ROOMS[: ROOMS.index(room_of(path)) + 1]
    if room_of(path) == "loaders":
        allowed = ("forms", "loaders")  # the demo judges the loaders, so neither knows the other
    for module, line in imports(parse(path)):
        parts = module.split(".")
        if parts[0] == "gongkai":
            assert parts[1] in allowed, f"{name(path)}:{line} imports {module}; allowed: {', '.join(allowed)}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_folder_is_imported_by_its_bare_name(path):
    bare = [f"{line}: {module}" for module, line in imports(parse(path)) if module.split(".")[0] in ROOMS]
    assert not bare, f"{name(path)}: import gongkai.<room> instead: {bare}"


@pytest.mark.parametrize("path", [p for p in SOURCES if room_of(p) in WITHOUT_GX], ids=name)
def test_gx_stays_out_of_the_rooms_that_do_without_it(path):
    found = [line for module, line in imports(parse(path)) if module.split(".")[0] == "great_expectations"]
    assert not found, f"{name(path)}: great_expectations is imported in lines {found}"


@pytest.fixture(scope="module")
def labels():
    """Row, column and section labels of every edition that are long enough to be nobody's plain word."""
    printed = {
        label for edition in forms.editions() for label in (*edition.labels(), *_section_titles(edition))
    }
    bare = {forms.strip_numbering(label) for label in printed}
    return {label for label in printed | bare if len(label) >= SHORTEST_LABEL}


def _section_titles(edition):
    return (text for section in edition.sections for text in (section.title, section.heading))


@pytest.mark.parametrize("path", OUTSIDE_FORMS, ids=name)
def test_labels_are_written_in_forms_only(path, labels):
    found = [
        f"line {line}: {label}" for text, line in strings(parse(path)) for label in labels if label in text
    ]
    assert not found, f"{name(path)}: take these from gongkai.forms: {found}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_write_no_label(path, labels):
    text = path.read_text("utf-8")
    assert [label for label in labels if label in text] == []


def test_a_label_in_code_would_be_found(labels):
    label = max(labels, key=len)
    tree = ast.parse(f"def f(x):\n    'docstring {label}'\n    return f'{{x}}：{label}'\n")
    assert [line for text, line in strings(tree) if label in text] == [3]


@pytest.mark.parametrize("path", OUTSIDE_FORMS, ids=name)
def test_cell_ids_are_written_in_forms_only(path):
    tables = "|".join({re.escape(table.id) for edition in forms.editions() for table in edition.tables})
    cell_id = re.compile(rf"\b(?:{tables})\.\w+(?:\.\w+)?\b")
    known = {cell for edition in forms.editions() for cell in edition.cell_ids}
    known |= {cell.rsplit(".", 1)[0] for cell in known}
    found = [
        f"line {line}: {match}"
        for text, line in strings(parse(path))
        for match in cell_id.findall(text)
        if match in known
    ]
    assert not found, f"{name(path)}: take these from gongkai.forms: {found}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_pages_name_no_address(path):
    found = re.findall(r"(?:https?:)?//[\w.-]+\.\w+\S*|@import|url\(", path.read_text("utf-8"))
    # A namespace is a name; no browser fetches it.
    assert [address for address in found if "www.w3.org" not in address] == []


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_no_file_knows_a_machine(path):
    machine = re.compile(r"(?<![\w.])/(?:work|root|tmp/\w|home/\w+|Users/\w+)/|[A-Z]:\\Users")
    if path != Path(__file__):
        assert not machine.findall(path.read_text("utf-8", errors="replace"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_typed_linked_and_packaged(room):
    assert (ROOT / room / "py.typed").is_file()
    link = ROOT / ".dev" / "gongkai" / room
    assert link.is_symlink()
    assert link.readlink() == Path("../../", room)


def test_no_room_is_forgotten():
    packages = {path.parent.name for path in ROOT.glob("*/py.typed")}
    assert packages == set(ROOMS)
    linked = {path.name for path in (ROOT / ".dev" / "gongkai").iterdir() if path.is_symlink()}
    assert linked == set(ROOMS)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_stay_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400
