"""The state of reading one Chinese sentence: its words, the mood, and the phrases found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ...records import Phrase
from ..degrees import WEAK
from ..who import Who
from .degree import degree, lapses
from .mood import Mood
from .sentence import Sentence

RECENT = 16
"""How many phrases back a feeling may be about."""


class Named(NamedTuple):
    """A stretch of the source that names something, with the place of its first word, whether or not it became a phrase."""

    start: int
    end: int
    at: int


@dataclass(slots=True)
class Reading:
    """One pass over a sentence."""

    sentence: Sentence
    source: str
    mood: Mood = field(default_factory=Mood)
    found: list[Phrase] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    """All that was named: a later feeling without an object is about the last of it ("现在不喜欢了")."""
    pending: list[Named] = field(default_factory=list)
    """What was named in this clause; a feeling may still follow ("对爵士乐没兴趣")."""
    last: Reading | None = None
    """The sentence before; one that is no more than a verdict is about what that named ("吃了榴莲。再也不吃了")."""
    whose: list[Who] = field(default_factory=list)
    """Whom the sentence is about at each word that has been read; others, where it only supposes."""
    pastimes: list[Named] = field(default_factory=list)
    """The pastimes that it names, stated or not, anyone's (passing.py)."""
    asks: bool = False
    supposed: bool = False
    """The whole sentence only supposes: "下辈子"."""

    def begin(self, who: Who) -> None:
        """Begin a clause about someone; what was past or supposed before holds on, and a topic in front of "我" too."""
        topic = who is Who.SPEAKER and self.mood.who is Who.UNSAID
        self.mood = Mood(who=who, past=self.mood.past, doubt=self.mood.doubt, unsaid=self.mood.unsaid)
        if not topic:
            self.pending = []

    def keep(self, start: int, end: int, at: int) -> None:
        """Keep a stretch of the source as a phrase, if the mood lets it count."""
        named = Named(start, end, at)
        self.named.append(named)
        self.pending.append(named)
        self._keep(named, at)

    def note(self, start: int, end: int, at: int) -> None:
        """Remember a deed that is no phrase yet: a feeling without an object may follow ("我们爬山，很喜欢")."""
        if not self.pending:
            self.named.append(Named(start, end, at))

    def feel_for(self, names: list[Named], at: int) -> None:
        """Read what was named before its feeling once more, now that the word at `at` says the feeling."""
        starts = {name.start for name in names}
        recent = [phrase for phrase in self.found[-RECENT:] if phrase.start not in starts]
        self.found[-RECENT:] = recent
        for name in names[-RECENT:]:
            self._keep(name, at)

    def retract(self, start: int) -> None:
        """Drop what was found from `start` of the source on: it turns out to be someone else's."""
        self.found[-RECENT:] = [phrase for phrase in self.found[-RECENT:] if phrase.start < start]
        self.pending = [name for name in self.pending if name.start < start]

    def _keep(self, name: Named, at: int) -> None:
        """Keep what was named as the clause around `at` has it: someone else's is left out, what is past ends."""
        mood = self.mood
        if mood.who is Who.OTHERS or mood.muted or (self.supposed and mood.sign):
            return
        asked = self.asks and not mood.felt
        stated = mood.who is Who.SPEAKER and mood.sign != 0 and not asked
        if stated and mood.doubt and not mood.wished:
            return
        stated = stated and not mood.doubt
        if mood.past:
            if stated and mood.sign > 0:
                self._add(name, -1, WEAK, ends=True)
            return
        if not stated:
            self.found.append(Phrase(self.source[name.start : name.end], name.start, name.end))
            return
        ends = mood.sign < 0 and (mood.ends or lapses(self.sentence, at))
        self._add(name, -1 if mood.sign < 0 else 1, degree(self.sentence, at), ends=ends)

    def _add(self, name: Named, polarity: Literal[1, -1], strength: float, *, ends: bool) -> None:
        text = self.source[name.start : name.end]
        self.found.append(Phrase(text, name.start, name.end, polarity, "stated", strength, ends))
