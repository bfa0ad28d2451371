"""What redaction and placeholders do to a text, and a statement of Markdown as plain lines: for the command line and the chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..agent.settings import Settings
    from ..memory.privacy.kinds import Kind


def preview(text: str, settings: Settings) -> dict[str, str]:
    """Return a text as it would be stored and as a model elsewhere, and the chosen one, would get it; and what of it could be replaced.

    Raises:
        SettingsError: a package that a kind needs is not installed.
    """
    from ..agent.errors import ModelError
    from ..agent.privacy.flows import destination
    from ..agent.privacy.pseudonymizing import chosen
    from ..agent.privacy.pseudonyms import Pseudonyms
    from ..memory.privacy.kinds import kinds, spelled
    from ..memory.privacy.redactor import Redactor

    def sent(here: bool) -> str:
        known = Pseudonyms(Redactor(chosen(settings.pseudonymize, here)))
        known.learn([text])
        return known.hide(text)

    try:
        here = destination(settings.model, settings).here if settings.model else True
    except (ModelError, ValueError):
        here = False
    found = dict.fromkeys(one.kind for one in Redactor(_all_here()).find(text))
    return {
        "stored": Redactor(kinds(settings.redact))(text),
        "sent to the model" if here else f"sent to {settings.model}": sent(here),
        **({} if not here else {"sent to a model elsewhere": sent(False)}),
        "found of all kinds": spelled(frozenset(found)).replace("off", "nothing"),
    }


def _all_here() -> frozenset[Kind]:
    """Return all kinds whose packages are installed."""
    from ..memory.errors import SettingsError
    from ..memory.privacy.kinds import ALL
    from ..memory.privacy.redactor import finder_of

    def is_here(kind: Kind) -> bool:
        try:
            return finder_of(kind) is not None
        except SettingsError:
            return False

    return frozenset(filter(is_here, ALL))


def plain(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of Markdown without its marks."""
    for line in lines:
        yield line.lstrip("#").strip().upper() if line.startswith("#") else line.replace("**", "").replace("`", "")
