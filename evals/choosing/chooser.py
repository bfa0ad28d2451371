"""A model that chooses among answers by their likelihood: the packaged one, or one of Hugging Face's, in this process.

Only a model that runs here tells how likely it finds a given text: servers tell that of what they wrote themselves, at most. The packaged
one runs by transformers for this, and not by llama.cpp. Both need the extra `attention`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ...agent.choice import EMBEDDED
from ...agent.local.actuator import Actuator
from ...agent.local.local_models import HERE
from ..metrics.choices import likeliest

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from ...agent.local.local_chat import LocalChat
    from ...agent.models import Profile

KNOWN = 4096
"""Choices of a process that are remembered: systems often put the same before a question."""


@dataclass(frozen=True)
class Chooser:
    """A model, and what must be known of it to write its prompts."""

    chat: LocalChat
    profile: Profile
    _known: dict[tuple[str, ...], int] = field(default_factory=dict, repr=False)

    def choose(self, messages: Sequence[BaseMessage], options: Sequence[str]) -> int:
        """Return the place of the option that the model finds likeliest as the answer, by the mean of its tokens."""
        from .likelihood import likelihoods

        key = tuple(f"{one.type} {one.text} {one.additional_kwargs}" for one in messages) + tuple(options)
        if key not in self._known:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[key] = likeliest(likelihoods(self.chat, messages, options))
        return self._known[key]


def check_model(name: str) -> None:
    """Find out whether a model tells how likely it finds a given text; "" is none.

    Raises:
        ValueError: it does not.
    """
    if name and name != EMBEDDED and not name.startswith(HERE):
        raise ValueError(
            f"the model {name} does not tell how likely it finds a given answer: multiple choice needs {EMBEDDED} or "
            f"{HERE}<folder or owner/name>, which run here"
        )


@cache
def chooser(name: str, actuator: Actuator = Actuator.PROMPT) -> Chooser:
    """Return the model of a name, with the actuator by which a bias reaches it.

    Raises:
        ValueError: it does not tell likelihoods, or cannot be steered so.
        ModelRefused: the extra `attention` is not installed, or there is no such model.
        ModelUnreachable: the hub does not answer.
    """
    from ...agent.local.local_chat import LocalChat
    from ...agent.local.local_models import open_local
    from ...agent.settings import data_folder

    check_model(name)
    found = open_local(name, data_folder(), actuator)
    assert isinstance(found.chat, LocalChat)  # noqa: S101 - for the type checker
    if found.chat.actuator is not actuator:
        raise ValueError(f"bias={actuator.value} does not work with this model: {found.notice}")
    return Chooser(found.chat, found.profile)
