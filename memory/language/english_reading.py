"""The state of reading one English sentence: its words, the mood, and the phrases found so far.

A step takes the reading and a place, reads what begins there, and returns the place where the next step goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ..records import Phrase
from .english_mood import Mood
from .english_names import is_presentable
from .english_sentence import Sentence
from .who import Who


@dataclass(slots=True)
class Reading:
    """One pass over a sentence."""

    sentence: Sentence
    source: str
    mood: Mood = field(default_factory=Mood)
    found: list[Phrase] = field(default_factory=list)
    doubted: bool = False
    """The sentence began with "if": its "would" is a supposition too."""

    def begin(self, who: Who) -> None:
        """Begin a clause about someone; what was asked or supposed before holds on."""
        self.mood = Mood(who=who, asks=self.mood.asks, doubt=self.mood.doubt)

    def keep(self, at: int, end: int, *, turned: bool = False) -> None:
        """Keep the words from `at` to `end` as a phrase, if the mood lets them count; `turned` makes it a dislike."""
        mood, words = self.mood, self.sentence.words
        start, stop = words[at].start, words[end - 1].end
        text = self.source[start:stop]
        sign = -1 if turned or (mood.without and mood.sign >= 0) else mood.sign
        if mood.who is Who.OTHERS or mood.muted or mood.past or mood.skip or not is_presentable(text):
            return
        if mood.doubt and sign < 0:
            return
        stated = self._states(sign)
        polarity: Literal[1, -1] = -1 if (stated and sign < 0) or self._is_found_dull(end) else 1
        self.found.append(Phrase(text, start, stop, polarity, "stated" if stated or polarity < 0 else "mentioned"))

    def _states(self, sign: int) -> bool:
        """Tell whether a phrase with this feeling is stated, and not asked, supposed or out of reach."""
        mood = self.mood
        felt = mood.without or (mood.who is Who.SPEAKER and sign != 0)
        return felt and not mood.asks and not mood.doubt and not mood.far

    def _is_found_dull(self, end: int) -> bool:
        """Read the judgement in "I find flashcards boring"."""
        return self.mood.finding and self.sentence.listed(self.sentence.after(end), "dull")


Step = Callable[[Reading, int], int]
