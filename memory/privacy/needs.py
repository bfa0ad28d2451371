"""The packages of the extra `privacy`, loaded by the kinds that need them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import SettingsError


def stdnum(name: str) -> Any:
    """Return a module of python-stdnum, which knows the check digits of numbers of many countries.

    Raises:
        SettingsError: it is not installed.
    """
    return needed(f"stdnum.{name}", "privacy")


def needed(module: str, extra: str) -> Any:
    """Return a module of an extra.

    Raises:
        SettingsError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise SettingsError(
            f"to take such words out {package} is needed: `pip install 'penchant[{extra}]'`, or leave that kind out"
        ) from error
