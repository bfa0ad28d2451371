"""What the first frame needs to know: colours and keys, read without pydantic, whose import would delay it.

A wrong value here is told and left out, and the chat starts all the same. `agent/settings.py` reads the rest of the same file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from . import themes
from .chords import chords
from .commands import FULL
from .keys import KEYS

SEND, NEWLINE = "prompt.send", "prompt.newline"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Colours and keys.

    `theme` is a name out of `themes.names()`, or empty; `keys` gives the keys by the id of what they do, comma-separated, for
    `App.set_keymap`; `data` is the folder of the memory; `told` says what in the configuration was wrong.
    """

    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    data: Path = field(default_factory=lambda: user_data_path("penchant", appauthor=False))
    told: tuple[str, ...] = ()


def config_file() -> Path:
    """Return where the configuration file is looked for."""
    return user_config_path("penchant", appauthor=False) / "config.toml"


def load(environ: Mapping[str, str] | None = None) -> Preferences:
    """Return the preferences of the configuration file and the environment."""
    import tomllib

    file = config_file()
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        values = {}
    except (OSError, ValueError, RecursionError) as error:
        return Preferences(told=(f"the configuration file {file} cannot be read: {error}",))
    return read(values, os.environ if environ is None else environ)


def read(values: Mapping[str, Any], environ: Mapping[str, str]) -> Preferences:
    """Return the preferences in a configuration's values; `PENCHANT_…` in the environment wins over them."""
    told: list[str] = []

    def chosen(name: str) -> Any:
        return environ.get(f"PENCHANT_{name.upper()}") or values.get(name, "")

    theme = chosen("theme")
    if theme and theme not in themes.names():
        told.append(f"the setting theme cannot be {theme!r}; there are {', '.join(themes.names())}")
        theme = ""
    keys = _keymap(chosen("send_key"), values.get("keys", {}), told)
    if isinstance(data := chosen("data"), str) and data:
        try:
            return Preferences(theme, keys, Path(data).expanduser(), told=tuple(told))
        except (RuntimeError, ValueError) as error:  # the home of nobody, or no name of a file
            told.append(f"the setting data cannot be {data!r}: {error}")
    return Preferences(theme, keys, told=tuple(told))


def _keymap(send_key: object, keys: object, told: list[str]) -> dict[str, str]:
    """Return all keys that are not the usual ones, by id."""
    if not isinstance(keys, Mapping):
        told.append(f"the setting keys cannot be {keys!r}; it is a table of ids and keys, like {SEND!r} = 'ctrl+s'")
        keys = {}
    found = dict(_remapped(keys, told))
    if send_key and SEND not in found:
        found |= _remapped({SEND: send_key}, told, "send_key")
    found = _with_enter(found)
    told.extend(_clashes(found))
    return found


def _remapped(keys: Mapping[object, object], told: list[str], setting: str = "") -> Iterator[tuple[str, str]]:
    for name, given in keys.items():
        try:
            yield _known(str(name)), _readable(str(name), given)
        except ValueError as error:
            told.append(f"the setting {setting or f'keys.{name}'}: {error}")


def _known(name: str) -> str:
    """Return an id if it is one."""
    if name in DEFAULTS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, DEFAULTS, 3, 0.4)
    raise ValueError(
        f"{name!r} is no id of a key" + (f"; did you mean {' or '.join(near)}?" if near else "; /help lists them")
    )


def _readable(name: str, given: object) -> str:
    keys = chords(",".join(map(str, given)) if isinstance(given, list) else str(given))
    if name.startswith("prompt.") and any(len(key) == 1 for key in keys.split(",")):
        raise ValueError(f"{keys!r} is needed for typing")
    return keys


def _with_enter(keys: dict[str, str]) -> dict[str, str]:
    """Let Enter break the line where it does not send."""
    sending, breaking = (keys.get(one, DEFAULTS[one]).split(",") for one in (SEND, NEWLINE))
    left = [key for key in breaking if key not in sending]
    if "enter" not in sending + left:
        left.insert(0, "enter")
    return keys if left == breaking else {**keys, NEWLINE: ",".join(left or ["ctrl+j"])}


def _clashes(keys: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong where a key would do two things in one place; those of the whole app act in every place."""
    for name, given in keys.items():
        for other, taken in (DEFAULTS | dict(keys)).items():
            both = set(given.split(",")) & set(taken.split(",")) - {""}
            if both and other != name and (_place(other) in (_place(name), "app") or _place(name) == "app"):
                yield f"the setting keys.{name}: {', '.join(sorted(both))} means {other} already"


def _place(name: str) -> str:
    return name.partition(".")[0]


DEFAULTS = {key.id: key.keys for key in KEYS} | {one.id: one.keys for one in FULL} | {"app.interrupt": "ctrl+c"}
"""All ids with their usual keys; a command may have none."""
