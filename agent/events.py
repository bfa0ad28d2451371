"""What a front end hears of a turn, in this order: Recalled, Text…, Remembered; or Failed, and then the error is raised.

Before and between the texts: Retrying where the model is asked again, and with tools ToolCalled, Question and ToolReturned.

Where nothing can be sent it hears Unanswered alone, and then the error is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..memory import Change, Event
from .asking.usage import Usage
from .bias import Bias
from .errors import ModelError
from .prompt import Prompt
from .prompting.quotes import Quote


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
    """The reply is stored, and what the person's words taught is learned; it did not bias this answer.

    `usage` is what the turn took, as the model's server counts; `cut` says whether the reply ended at the model's limit of tokens, and so
    perhaps in the middle of a sentence.
    """

    reply: Event
    changes: tuple[Change, ...]
    usage: Usage | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The model gave no usable answer. The person's turn is stored; what came of the reply too, marked as interrupted."""

    error: ModelError
    usage: Usage | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Retrying:
    """The model failed in a way that may pass, nothing of the answer has come, and it is asked again: for the `attempt`th time in all, in
    so many `seconds`. `reason` says what its server said."""

    reason: str
    seconds: float
    attempt: int

    def __str__(self) -> str:
        """Return it as the person is told.

        >>> print(Retrying("the model's server says: too many requests", 12.0, 2))
        the model's server says: too many requests; trying again in 12 s
        """
        seconds = f"{self.seconds:.0f}" if self.seconds >= 1 else f"{self.seconds:.1f}"
        return f"{self.reason}; trying again in {seconds} s"


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """The model calls a tool: by which name, with what, and under which id it returns."""

    id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolReturned:
    """A tool gave this to the model; where it `failed`, the text says why. It is kept nowhere."""

    id: str
    name: str
    text: str
    failed: bool = False


@dataclass(slots=True, eq=False)
class Question:
    """The person is asked for a yes or no before something is done. Without an answer before the next event is taken it is no."""

    text: str
    answered: bool | None = field(default=None, init=False)

    def answer(self, yes: bool) -> None:
        """Say yes or no."""
        self.answered = yes


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The person's turn is stored, and nothing was sent: it is too long for the model, or there is no model."""

    turn: Event
    error: ModelError


AgentEvent = Recalled | Text | Remembered | Failed | Retrying | ToolCalled | ToolReturned | Question | Unanswered
