"""The colours: Penchant's own in dark and light, and those that come with Textual."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from textual.app import App

DARK = Theme(
    name="penchant-dark",
    dark=True,
    background="#15171c",
    surface="#1c1f26",
    panel="#252933",
    foreground="#d8dbe2",
    primary="#86aee0",
    secondary="#9aa8c2",
    accent="#dcae6b",
    success="#93c08b",
    warning="#e2b35a",
    error="#ec8b8b",
    variables={
        "border": "#86aee0",
        "border-blurred": "#3a404d",
        "block-cursor-foreground": "#15171c",
        "block-cursor-text-style": "none",
        "button-color-foreground": "#15171c",
        "footer-key-foreground": "#86aee0",
        "input-selection-background": "#86aee059",
        "input-selection-foreground": "#f2f4f8",
    },
)
"""Quiet greys with a warm accent for what an interest does."""

LIGHT = Theme(
    name="penchant-light",
    dark=False,
    background="#fbfaf7",
    surface="#f3f1eb",
    panel="#e9e6de",
    foreground="#2a2c32",
    primary="#2a5a92",
    secondary="#545f78",
    accent="#7f5300",
    success="#2d662f",
    warning="#7f5200",
    error="#a4303a",
    variables={
        "border": "#2a5a92",
        "foreground-muted": "#5d5f66",
        "border-blurred": "#c9c5ba",
        "block-cursor-foreground": "#fbfaf7",
        "block-cursor-text-style": "none",
        "button-color-foreground": "#fbfaf7",
        "footer-key-foreground": "#2a5a92",
        "input-selection-background": "#2a5a9240",
        "input-selection-foreground": "#1a1c20",
    },
)
"""The same on paper."""

OWN = (DARK, LIGHT)

ANSI = ("ansi-dark", "ansi-light")
"""They paint with the terminal's own colours."""


def names() -> list[str]:
    """Return the names of all themes, Penchant's own first."""
    return [*(one.name for one in OWN), *sorted(BUILTIN_THEMES)]


def install(app: App[Any], preferred: str = "", environ: Mapping[str, str] | None = None) -> None:
    """Offer the themes to an app and set the one that suits the person and the terminal."""
    for one in OWN:
        app.register_theme(one)
    app.theme = pick(preferred, os.environ if environ is None else environ)


def ansi_color() -> bool | None:
    """Return what `App.__init__` wants as `ansi_color`: without it Textual paints greys where `NO_COLOR` is set."""
    return True if "NO_COLOR" in os.environ else None


def pick(preferred: str, environ: Mapping[str, str]) -> str:
    """Return the theme to begin with: the preferred one, unless the terminal shall have no colours."""
    dark = _is_dark(preferred) if preferred else not _is_on_light(environ)
    if "NO_COLOR" in environ or (not preferred and _has_few_colours(environ)):
        return ANSI[not dark]
    return preferred or OWN[not dark].name


def _is_dark(name: str) -> bool:
    return {**BUILTIN_THEMES, **{one.name: one for one in OWN}}[name].dark


def _is_on_light(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal says that its background is light: `COLORFGBG` is `15;0`, the background last."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "9", "10", "11", "12", "13", "14", "15")


def _has_few_colours(environ: Mapping[str, str]) -> bool:
    """Return whether Rich will paint with sixteen colours, where finer ones come out as something else."""
    if not (term := environ.get("TERM", "")) or environ.get("TEXTUAL_COLOR_SYSTEM", "auto") != "auto":
        return False
    return environ.get("COLORTERM", "").lower() not in ("truecolor", "24bit") and not term.endswith(
        ("-256color", "-kitty")
    )
