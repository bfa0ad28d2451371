"""Which face the chat shows: the full screen, the plain chat, or a page on this machine."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from textual.driver import Driver

    from ..agent.settings import Settings

PORT = 8000


def start(*, plain: bool = False, web: bool = False, port: int = PORT, resume: str = "", **chosen: object) -> None:
    """Chat, in the full screen where there is a terminal that can show one."""
    if web:
        _serve(port, {**chosen, "resume": resume or None})
    elif plain or not can_show_a_screen():
        from .plain import run
        from .sealing import unlocked

        settings = _settings(chosen)
        unlocked(settings.data)  # a passphrase is asked for before the first line
        run(settings, resume)
    else:
        _full_screen(resume, chosen)


def can_show_a_screen() -> bool:
    """Return whether both ends are a terminal, and not one for lines only; or a browser."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _full_screen(resume: str, chosen: dict[str, object]) -> None:
    with _terminal() as driver:
        last_word = _run(resume, chosen, driver)
    if last_word:
        sys.exit(last_word)


def _run(resume: str, chosen: dict[str, object], driver: type[Driver] | None) -> str | None:
    """Run the app, and return its last word."""
    from .app import PenchantApp
    from .engine import Engine
    from .preferences import load
    from .sealing import unlocked
    from .system.draft import Draft

    preferences = load()
    folder = chosen.get("data") or preferences.data
    engine = Engine(lambda: _settings(chosen))
    place = Path(str(folder)).expanduser()
    draft = Draft(place / "drafts", uuid4().hex, unlocked(place), _redactor(chosen))
    try:
        return PenchantApp(engine, preferences, draft, resume, driver).run()
    finally:
        engine.close()


def _redactor(chosen: dict[str, object]) -> Callable[[str], str]:
    """Return what takes secrets out of a draft; the settings are read and the finders loaded when one is written."""

    @cache
    def made() -> Callable[[str], str]:
        from ..memory.errors import PenchantError
        from ..memory.privacy.redactor import Redactor

        try:
            return Redactor(_settings(chosen).redact)
        except (PenchantError, ValueError):  # the chat says what is wrong with the settings
            return Redactor()

    return lambda text: made()(text)


def _terminal() -> AbstractContextManager[type[Driver] | None]:
    """Return what watches over the terminal, where there is one that can be watched over."""
    if os.name != "posix" or os.environ.get("TEXTUAL_DRIVER"):
        return nullcontext()
    from .system.terminal import watched

    return watched()


def _settings(chosen: dict[str, object]) -> Settings:
    from ..agent.settings import load

    return load(**chosen)


def _serve(port: int, chosen: dict[str, object]) -> None:
    try:
        from .system.web import serve
    except ImportError as error:
        raise ValueError(
            "--web needs a package more: `pip install 'penchant[web]'`, in a clone `.venv/bin/pip install -e '.[web]'`"
        ) from error
    options = [
        text
        for name, value in chosen.items()
        if value is not None
        for text in (f"--{name.replace('_', '-')}", *([] if value is True else [str(value)]))
    ]
    serve(options, port)
