"""What penchant.agent and penchant.memory offer: all of it can be imported, is described, and is offered by no other way."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin

import pytest

PACKAGES = [import_module(name) for name in ("penchant.agent", "penchant.memory")]
NAMES = [(package, name) for package in PACKAGES for name in package.__all__]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.__name__)
def test_a_star_imports_what_is_offered_and_nothing_else(package: ModuleType) -> None:
    space: dict[str, Any] = {}
    exec(f"from {package.__name__} import *", space)
    assert sorted(set(space) - {"__builtins__"}) == package.__all__


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.__name__)
def test_what_can_be_imported_by_name_is_what_is_offered(package: ModuleType) -> None:
    """In a process of its own: whatever else was imported before would be an attribute too."""
    script = f"""
import {package.__name__} as package
found = {{name: getattr(package, name) for name in package.__all__}}
there = {{name for name in vars(package) if not name.startswith("_")}} - {{"annotations", "import_module", "TYPE_CHECKING"}}
modules = {{name for name in there if type(getattr(package, name)).__name__ == "module"}}
print(sorted((there - modules) - set(found)), len(found))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == f"[] {len(package.__all__)}"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.__name__)
def test_what_is_offered_is_listed_where_one_looks_for_it(package: ModuleType) -> None:
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.__name__)
def test_a_checker_of_types_sees_each_name_that_is_offered_and_takes_no_other(package: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(package))
    seen = [one for one in tree.body if not (isinstance(one, ast.If) and isinstance(one.test, ast.UnaryOp))]
    assert not any(isinstance(one, ast.FunctionDef) and one.name == "__getattr__" for one in seen)
    (given,) = (one for one in seen if isinstance(one, ast.If))
    names = [alias.name for one in given.body if isinstance(one, ast.ImportFrom) for alias in one.names]
    assert sorted(names) == package.__all__


@pytest.mark.parametrize(("package", "name"), NAMES, ids=[f"{package.__name__}.{name}" for package, name in NAMES])
def test_every_name_is_described(package: ModuleType, name: str) -> None:
    offered = getattr(package, name)
    if isinstance(offered, UnionType):  # a choice of others, each described
        assert all(inspect.getdoc(one) for one in get_args(offered))
        return
    if get_origin(offered) is not None:  # the name of a type, which can only be described where it stands
        home = inspect.getsource(import_module(f".{package._HOMES[name]}", package.__name__))
        assert re.search(rf'^{name} = .*\n"""', home, re.MULTILINE)
        return
    text = offered.__doc__ or ""
    assert text.strip()
    assert not text.startswith(f"{name}("), "that is the signature that a dataclass gets by itself"


@pytest.mark.parametrize(("package", "name"), NAMES, ids=[f"{package.__name__}.{name}" for package, name in NAMES])
def test_every_public_method_is_described_and_typed(package: ModuleType, name: str) -> None:
    offered = getattr(package, name)
    functions = [offered] if inspect.isfunction(offered) else _own_methods(offered)
    for function in functions:
        assert inspect.getdoc(function), function
        signature = inspect.signature(function)
        untyped = [
            one.name
            for one in signature.parameters.values()
            if one.annotation is one.empty and one.name not in ("self", "cls")
        ]
        assert untyped == [], function
        assert signature.return_annotation is not signature.empty, function


def _own_methods(offered: Any) -> list[Any]:
    if not inspect.isclass(offered):
        return []
    return [one for name, one in vars(offered).items() if inspect.isfunction(one) and not name.startswith("_")]
