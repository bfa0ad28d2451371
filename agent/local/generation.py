"""One reply in the making: transformers' `generate` in a thread of its own, heard piece by piece, stopped when nobody listens any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a reply: its tokens, and why it ended: "stop" (the model had said it all) or "length"."""

    output_tokens: int
    reason: str


Heard = str | Ended | BaseException
"""What is heard of a reply: pieces of its text, and at last its end, or what went wrong."""


class Generation:
    """A reply in the making.

    Args:
        generate: makes the reply; gets the options of `generate` that stream and stop it.
        tokenizer: of the model.
        hear: is told what happens, from another thread.
        stops: texts at which the reply ends; they are not part of it.
        most: the most tokens.
    """

    def __init__(
        self,
        generate: Callable[..., Any],
        tokenizer: Any,
        hear: Callable[[Heard], None],
        stops: Sequence[str],
        most: int,
    ) -> None:
        self._generate, self._hear, self._most = generate, hear, most
        self._told = Event()
        self._spelling = Spelling(tokenizer, stops)
        self._tokens = -1  # what comes first is the prompt
        self._thread = Thread(target=self._run, name="penchant-generate")
        self._thread.start()

    def stop(self) -> None:
        """Stop after the token that is being made."""
        self._told.set()

    def join(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    def _run(self) -> None:
        from transformers import StoppingCriteriaList

        try:
            self._generate(
                streamer=self, stopping_criteria=StoppingCriteriaList([self._is_over]), max_new_tokens=self._most
            )
            if rest := self._spelling.rest():
                self._hear(rest)
            self._hear(Ended(max(self._tokens, 0), "length" if self._tokens >= self._most else "stop"))
        except BaseException as error:  # noqa: BLE001 - whoever listens raises it
            self._hear(error)

    def put(self, ids: Any) -> None:
        """Hear tokens from `generate`: the prompt, then one after another."""
        self._tokens += 1
        if self._tokens and not self._told.is_set() and (piece := self._spelling.more(ids.flatten().tolist())):
            self._hear(piece)

    def end(self) -> None:
        """Hear from `generate` that there are no more."""

    def _is_over(self, ids: Any, _scores: Any, **_options: Any) -> Any:
        import torch

        over = self._told.is_set() or self._spelling.stopped
        return torch.full((ids.shape[0],), over, dtype=torch.bool, device=ids.device)


class Spelling:
    """Tokens as text, given out as soon as it cannot change: a character may take several tokens, and a stop may be half said."""

    def __init__(self, tokenizer: Any, stops: Sequence[str] = ()) -> None:
        self._tokenizer = tokenizer
        self._stops = [one for one in stops if one]
        self._ids: list[int] = []
        self._given = 0
        self.stopped = False

    def more(self, ids: Sequence[int]) -> str:
        """Return what further tokens add to the text."""
        self._ids += ids
        text = self._text()
        return "" if text.endswith("\ufffd") else self._give(text, self._kept_back(text))

    def rest(self) -> str:
        """Return what was kept back, at the end."""
        return self._give(self._text(), 0)

    def _text(self) -> str:
        return str(self._tokenizer.decode(self._ids, skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def _give(self, text: str, kept: int) -> str:
        if self.stopped:
            return ""
        places = [place for one in self._stops if (place := text.find(one)) >= 0]
        self.stopped = bool(places)
        end = min(places) if places else len(text) - kept
        piece, self._given = text[self._given : end], max(end, self._given)
        return piece

    def _kept_back(self, text: str) -> int:
        """Return how many characters at the end may be the beginning of a stop."""
        longest = max((len(one) for one in self._stops), default=1) - 1
        sizes = (size for size in range(min(longest, len(text)), 0, -1))
        return next((size for size in sizes if any(one.startswith(text[-size:]) for one in self._stops)), 0)
