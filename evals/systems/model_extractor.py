"""A language model that reads each turn, in place of the rules: the product's own reader, which there works in the background."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ...agent.background.asked import Asked
from ...agent.background.extractor import Extractor as Refiner
from ...memory import ReadingFailed
from ...memory.background.refining import sendable, verified
from ...memory.extraction import Extractor, candidates

if TYPE_CHECKING:
    from ...memory.records import Phrase


@cache
def model_extractor(name: str) -> Extractor:
    """Return what reads a text by a language model of a name (`penchant models`); where that gives no usable answer, by the rules.

    Nothing is on trust: a phrase counts only where it stands in the text.
    """
    from ...agent.models import open_model
    from ...agent.settings import data_folder

    return Read(Refiner(Asked(name, lambda: open_model(name, data_folder()))))


class Read:
    """A refiner as an extractor."""

    def __init__(self, refiner: Refiner) -> None:
        self._refiner = refiner

    def __call__(self, text: str) -> tuple[Phrase, ...]:
        """Return the phrases of a text."""
        sent = sendable(text)
        if not sent:
            return ()
        try:
            (found,) = self._refiner([sent]).found
        except ReadingFailed as error:
            if error.again:  # it was not reached: figures of the rules under its name would be false
                raise
            return candidates(text)
        return candidates(text) if found is None else verified(found, text)[0]
