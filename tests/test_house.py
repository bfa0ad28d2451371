"""What holds for the repo as a whole: packages, imports, names, and that what is documented runs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.fetch import SMOLLM2, model_path
from platformdirs import user_data_path

from tests.loopback import Loopback

HOUSE = Path(__file__).parents[1]
FOLDERS = ("agent", "memory", "tui", "evals", "server")
NOT_PACKAGES = ("tests", "bench", "docs", "examples")


def packages() -> dict[str, str]:
    """Folders with code, as `penchant.…` and as paths."""
    found = (file.parent.relative_to(HOUSE) for folder in FOLDERS for file in (HOUSE / folder).rglob("__init__.py"))
    return {"penchant." + ".".join(folder.parts): folder.as_posix() for folder in found}


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (HOUSE / folder).rglob("*.py"))


def shown(file: Path) -> str:
    return str(file.relative_to(HOUSE))


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """The modules that a file imports absolutely, and whether only inside a function."""
    tree = ast.parse(file.read_text("utf-8"))
    inside = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) in inside
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module, id(node) in inside


def settings() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    return found


# Packages


def test_every_folder_with_code_is_a_package_and_no_other() -> None:
    assert sorted(settings()["packages"]) == sorted(packages())


def test_every_package_says_where_it_lies() -> None:
    assert settings()["package-dir"] == packages()


def test_every_folder_with_code_has_an_init_file() -> None:
    folders = {file.parent for file in sources(*FOLDERS)}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_package_is_marked_as_typed() -> None:
    assert [
        name for name, path in packages().items() if "/" not in path and not (HOUSE / path / "py.typed").exists()
    ] == []


def test_there_is_no_folder_that_would_hide_the_packages() -> None:
    assert not (HOUSE / "penchant").exists()


def test_no_merge_has_left_its_marks() -> None:
    marks = re.compile(r"^\s*(?:<{7}|>{7}) ", re.MULTILINE)
    pages = [*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")]
    assert [
        shown(file) for file in (*sources(*FOLDERS, *NOT_PACKAGES), *pages) if marks.search(file.read_text("utf-8"))
    ] == []


# Imports


@pytest.mark.parametrize("file", sources(*FOLDERS, *NOT_PACKAGES), ids=shown)
def test_no_file_imports_a_folder_by_its_bare_name(file: Path) -> None:
    assert [name for name, _ in imports(file) if name.partition(".")[0] in FOLDERS] == []


@pytest.mark.parametrize("file", sources(*FOLDERS), ids=shown)
def test_a_package_imports_its_own_kind_relatively(file: Path) -> None:
    assert [name for name, _ in imports(file) if name.partition(".")[0] == "penchant"] == []


def test_only_the_index_imports_chroma() -> None:
    importing = {
        (shown(file), inside)
        for file in sources(*FOLDERS)
        for name, inside in imports(file)
        if name.partition(".")[0] == "chromadb"
    }
    assert importing == {("memory/index.py", True), ("memory/server_index.py", True), ("memory/embedding.py", True)}


def test_only_the_terminal_imports_textual_or_typer() -> None:
    importing = {
        file.relative_to(HOUSE).parts[0]
        for file in sources(*FOLDERS)
        for name, _ in imports(file)
        if name.partition(".")[0] in ("textual", "typer", "rich")
    }
    assert importing <= {"tui"}


HEAVY = (
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "torch",
    "sqlalchemy",
    "numpy",
    "textual",
    "jieba",
)


@pytest.mark.parametrize(
    "arguments", [[], ["penchant", "--help"], ["penchant", "--version"]], ids=lambda words: " ".join(words) or "import"
)
def test_a_start_waits_for_nothing_heavy(arguments: list[str]) -> None:
    script = f"""
import sys
sys.argv = {arguments!r}
from penchant.tui import cli
try:
    cli.main() if {arguments!r} else None
except SystemExit:
    pass
print(sorted({set(HEAVY)!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# Names


@pytest.mark.parametrize("package", ["penchant.agent", "penchant.memory"])
def test_what_a_package_offers_can_be_imported_and_has_a_home(package: str) -> None:
    module = import_module(package)
    assert module.__all__ == sorted(module.__all__)
    assert sorted(module._HOMES) == module.__all__
    for name, home in module._HOMES.items():
        assert getattr(module, name) is getattr(import_module(f"{package}.{home}"), name)


@pytest.mark.parametrize("package", ["penchant.agent", "penchant.memory"])
def test_what_type_checkers_see_is_what_is_offered(package: str) -> None:
    module = import_module(package)
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {name.name: node.module for node in checked.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert seen == module._HOMES


@pytest.mark.parametrize("package", ["penchant.agent", "penchant.memory"])
def test_a_name_that_a_package_does_not_offer_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = import_module(package).nonsense


# Documents

BLOCK = re.compile(r"^(?:<!-- not run: (?P<reason>[^\n]+) -->\n+)?```python\n(?P<code>.*?)^```", re.M | re.S)


def documents() -> list[Path]:
    return [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]


def blocks() -> Iterator[Any]:
    for file in documents():
        text = file.read_text("utf-8")
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start("code")) + 1
            marks = [pytest.mark.skip(reason=block["reason"])] if block["reason"] else []
            yield pytest.param(block["code"], id=f"{shown(file)}:{line}", marks=marks)


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A data folder with the packaged model; none where it is not fetched."""
    own = os.environ.get("PENCHANT_TEST_MODEL")
    file = Path(own) if own else model_path(user_data_path("penchant", appauthor=False))
    if find_spec("xllamacpp") is None or not file.is_file():
        return None
    folder = tmp_path_factory.mktemp("packaged")
    (folder / "models").mkdir()
    (folder / "models" / SMOLLM2.model).symlink_to(file)
    return folder


@pytest.fixture(scope="session")
def hosted() -> Iterator[dict[str, str]]:
    """The environment in which a model of OpenAI's is one on this machine."""
    with Loopback(reply="Go climbing, of course.") as server:
        yield {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "sk-loopback-key"}


@pytest.fixture
def data(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    packaged: Path | None,
    hosted: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The data folder and the hosted model of what is documented, which is run in a folder of its own."""
    if "embedded" in request.getfixturevalue("code") and packaged is None:
        pytest.skip("the packaged model is not here: `penchant models fetch`, or PENCHANT_TEST_MODEL=<file>")
    monkeypatch.setenv("PENCHANT_DATA", str(packaged or tmp_path))
    for name, value in hosted.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("code", list(blocks()))
def test_what_is_documented_runs(code: str) -> None:
    exec(compile(code, "documented", "exec"), {"__name__": "__main__"})


FEW = ("embed.py", "openai_client.py")
"""The examples that run in every test run; `make examples` runs them all."""

EVERY = "PENCHANT_EXAMPLES" in os.environ


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    "code",
    [
        pytest.param(file.read_text("utf-8"), id=shown(file))
        for file in sources("examples")
        if EVERY or file.name in FEW
    ],
)
def test_an_example_runs_as_a_program(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not EVERY, reason="`make examples` runs it")
@pytest.mark.parametrize("file", sorted((HOUSE / "examples").glob("*.ipynb")), ids=shown)
def test_a_notebook_of_the_examples_runs_from_top_to_bottom(file: Path, tmp_path: Path, hosted: dict[str, str]) -> None:
    script = f"""
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read({str(file)!r}, as_version=4)
assert all(not cell.get("outputs") for cell in notebook.cells), "a notebook is kept without what it printed"
NotebookClient(notebook, timeout=900, kernel_name="python3").execute()
print("".join(one["text"] for cell in notebook.cells for one in cell.get("outputs", ()) if one["output_type"] == "stream"))
"""
    environment = {**os.environ, **hosted, "IPYTHONDIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "rock climbing" in done.stdout


def test_every_document_that_is_linked_is_there() -> None:
    missing = [
        (shown(file), target)
        for file in documents()
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", file.read_text("utf-8"))
        if not (file.parent / target).exists()
    ]
    assert missing == []


# The terminal


def runs(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a file but those that only the type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield node
            yield from runs(node)


@pytest.mark.parametrize("file", sources("tui/widgets"), ids=shown)
def test_a_widget_asks_no_model_and_no_store(file: Path) -> None:
    imported = [
        f"{'.' * node.level}{node.module or ''}"
        for node in runs(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert [name for name in imported if re.match(r"\.\.(\.|engine|app|front|talk|screens|system)", name)] == []


def pictures() -> Any:
    """docs/pictures.py."""
    found = spec_from_file_location("pictures", HOUSE / "docs" / "pictures.py")
    assert found
    assert found.loader
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_pictures_of_the_docs_are_what_the_tests_have_seen() -> None:
    known = pictures()
    there = {file.stem: file.read_text("utf-8") for file in (HOUSE / "docs" / "pictures").iterdir()}
    assert there == {name: (known.SNAPSHOTS / file).read_text("utf-8") for name, file in known.PICTURES.items()}
