"""The state of reading one Chinese sentence: its words, the mood, and the phrases found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..records import Phrase
from .chinese_mood import Mood
from .chinese_sentence import Sentence
from .who import Who


@dataclass(slots=True)
class Reading:
    """One pass over a sentence."""

    sentence: Sentence
    source: str
    mood: Mood = field(default_factory=Mood)
    found: list[Phrase] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    """Indices of what was named in this clause; a feeling may still follow ("对爵士乐没兴趣")."""
    asks: bool = False

    def begin(self, who: Who) -> None:
        """Begin a clause about someone; what was past or supposed before holds on."""
        self.mood = Mood(who=who, past=self.mood.past, doubt=self.mood.doubt)
        self.pending = []

    def keep(self, start: int, end: int) -> None:
        """Keep a stretch of the source as a phrase."""
        self.pending.append(len(self.found))
        self.found.append(self._phrase(start, end))

    def feel_for_pending(self) -> None:
        """Read what was named before its feeling once more, now that the feeling is known."""
        for index in self.pending:
            self.found[index] = self._phrase(self.found[index].start, self.found[index].end)

    def _phrase(self, start: int, end: int) -> Phrase:
        mood = self.mood
        asked = self.asks and not mood.felt
        stated = mood.who is Who.SPEAKER and mood.sign != 0 and not mood.doubt and not asked
        polarity: Literal[1, -1] = -1 if stated and mood.sign < 0 else 1
        return Phrase(self.source[start:end], start, end, polarity, "stated" if stated else "mentioned")
