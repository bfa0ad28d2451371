"""What a front end hears of a turn, in this order: Recalled, Text…, Remembered; or Failed, and then the error is raised.

Where nothing can be sent it hears Unanswered alone, and then the error is raised.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..memory import Change, Event
from .bias import Bias
from .errors import ModelError
from .prompt import Prompt
from .quotes import Quote


@dataclass(frozen=True, slots=True)
class Recalled:
    """Memory was asked and the turn is stored: what the answer may lean on, and exactly what is sent to the model.

    `notice` says what memory could not do.
    """

    turn: Event
    bias: Bias
    prompt: Prompt
    notice: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The past turns that are quoted to the model."""
        return self.prompt.quotes


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """The reply is stored, and what the person's words taught is learned; it did not bias this answer."""

    reply: Event
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The model gave no usable answer. The person's turn is stored; what came of the reply too, marked as interrupted."""

    error: ModelError


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The person's turn is stored, and nothing was sent: it is too long for the model, or there is no model."""

    turn: Event
    error: ModelError


AgentEvent = Recalled | Text | Remembered | Failed | Unanswered
