"""The state of reading one English sentence: its words, the mood, and the phrases found so far.

A step takes the reading and a place, reads what begins there, and returns the place where the next step goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ...records import Phrase
from ..degrees import STRONG, WEAK
from ..who import Who
from .degree import degree, degree_behind
from .lexicon import Part
from .mood import Mood
from .names import is_presentable
from .sentence import Sentence

_TURNS = frozenset({Part.VERB, Part.AUXILIARY, Part.MY, Part.I, Part.PERSON, Part.THEY, Part.THEIR})
"""With one of these behind a name the sentence goes on about something else."""

_TOO = frozenset({"much", "grim", "gory", "violent", "bleak"})
"""What a thing that is too much so is not liked for; what is too loud or too crowded may be loved at another hour."""

ALLERGIC = frozenset({"allergic", "allergy", "allergies", "intolerant"})
"""In words of these somebody falls ill of a thing; it says nothing of whether they like it."""

_SHORT_NAME = re.compile(r"[a-z]{1,2}\d")

_ASKED = re.compile(r"\s*\?")

_RECENT = 8
"""How many names back "it" may reach."""


class Named(NamedTuple):
    """A stretch of the source that names something, whether or not it became a phrase: "it" may stand for it."""

    start: int
    stop: int
    felt: bool
    """It was the object of a feeling or a doing."""
    plural: bool
    aside: bool = False
    """It only tells where, when or with whom: "(climbing) at the quarry"."""
    loved: bool = False
    """It was the object of a feeling."""
    made: bool = False
    """The speaker made it, or wants it: what it is like says nothing of its kind."""


@dataclass(slots=True)
class Reading:
    """One pass over a sentence."""

    sentence: Sentence
    source: str
    last: Reading | None = None
    """The sentence before this one."""
    earlier: Reading | None = field(init=False)
    """The nearest sentence before this one that named anything."""
    mood: Mood = field(default_factory=Mood)
    found: list[Phrase] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    fronted: Named | None = None
    """What stands right before "I": a feeling may still follow ("jazz I love")."""
    doubted: bool = False
    """The sentence began with "if": its "would" is a supposition too."""
    supposed: bool = False
    """The whole sentence only supposes: "in another life"."""
    urged: bool = False
    """Someone else wants it of the speaker: "she insists that I eat"."""
    told: bool = False
    """Someone else says it: "my wife says I should"."""

    rejected: str = ""
    """What the sentence opens by not meaning, in lower case: "(no not) yoga"."""

    def __post_init__(self) -> None:
        self.earlier = self.last if self.last is None or self.last.named else self.last.earlier

    def begin(self, who: Who) -> None:
        """Begin a clause about someone; what was asked or supposed before holds on."""
        self.mood = Mood(who=who, asks=self.mood.asks, doubt=self.mood.doubt)

    def grade(self, at: int, end: int) -> None:
        """Note how strong the feeling is that the words from `at` to `end` have set, if one was."""
        if self.mood.sign and not self.mood.strength:
            strength = degree(self.sentence, at, end)
            self.mood.strength = WEAK if self.mood.spared and strength == STRONG else strength

    def keep(self, at: int, end: int, *, turned: bool = False) -> None:
        """Add the words from `at` to `end` as a phrase, felt as the mood in force has it; nothing where the mood does not let them count.

        In "I love jazz" they are "jazz", stated and liked; in "I saw jazz", mentioned. `turned` makes a dislike of it. "It" may stand
        for them in what follows, as for what is noted.
        """
        words = self.sentence.words
        if end - at == 1 and self.sentence.low(at) == "the":  # "The Thing", "The Who": a word that alone names nothing
            end = min(end + 1, len(words))
        start, stop = words[at].start, words[end - 1].end
        if is_presentable(self.source[start:stop]) or self._is_short_name(at, end):
            self.grade(at, at)
            if not self.mood.skip:
                self.note(at, end)
            self._keep(start, stop, end, turned=turned)

    def _is_short_name(self, at: int, end: int) -> bool:
        """Tell whether a letter or two and a digit name what is felt: "im a huge f1 fan", "gave up on bg3"."""
        return self.mood.sign != 0 and end - at == 1 and _SHORT_NAME.fullmatch(self.sentence.low(at)) is not None

    def note(self, at: int, end: int) -> None:
        """Remember the words from `at` to `end` without adding a phrase: "geocaching" in "I've been geocaching. I love it"."""
        words, mood = self.sentence.words, self.mood
        plural = words[end - 1].low.endswith("s")
        felt, loved = mood.sign != 0, mood.sign > 0 and mood.strong and not mood.spared
        self.named.append(Named(words[at].start, words[end - 1].end, felt, plural, mood.aside, loved, mood.made))
        mood.object = True

    def before(self, most: int) -> Iterator[Reading]:
        """Yield the readings of so many sentences before this one, the last first."""
        one = self.last
        while one is not None and most:
            yield one
            one, most = one.last, most - 1

    def refer(self, at: int, *, plural: bool) -> None:
        """Let the feeling in force hold for what "it" or "them" at `at` stands for."""
        self.feel_for(self.referent(plural=plural), at + 1)

    def feel_for(self, named: Named | None, behind: int) -> None:
        """Let the feeling in force hold for what was named before it; the words from `behind` on may say more."""
        if named is not None and not (self.mood.sign > 0 and self._makes_ill(named)):
            self.found[-_RECENT:] = [phrase for phrase in self.found[-_RECENT:] if phrase.start != named.start]
            self._keep(named.start, named.stop, behind)

    def _makes_ill(self, named: Named) -> bool:
        """Tell whether the speaker is allergic to what was named, whatever they feel: "I'm allergic to cats but I love them"."""
        readings = (one for one in (self, self.earlier) if one and not ALLERGIC.isdisjoint(one.sentence.lows))
        return any(phrase.start == named.start and phrase.polarity < 0 for one in readings for phrase in one.found)

    def judged(self, *, plural: bool) -> Named | None:
        """Return what a verdict on "it" is about: what this sentence or the one before it named, if neither turned to something else."""
        reading = self if self.named or self.last is None else self.last
        named = reading.referent(plural=plural) if reading.named else None
        if named is None:
            return None
        upto = self.sentence.words[-1].end if reading is not self else max(one.stop for one in self.named)
        behind = [word for word in reading.sentence.words if named.stop <= word.start < upto]
        return None if any(word.part in _TURNS for word in behind) else named

    def referent(self, *, plural: bool) -> Named | None:
        """Return what was named last; what is no place or company goes first, then what was felt, then the same number."""
        named = sorted(
            self.named[-_RECENT:], key=lambda one: (not one.aside, one.felt, one.plural == plural, one.start)
        )
        if named:
            return named[-1]
        return self.earlier.referent(plural=plural) if self.earlier else None

    def names_up_to(self, at: int) -> bool:
        """Tell whether what was named last ends right before the word at `at`."""
        return bool(self.named and at) and self.named[-1].stop == self.sentence.words[at - 1].end

    def retract(self, named: Named | None) -> None:
        """Drop what was mentioned, not stated, of a thing that turns out to be someone else's."""
        if named is not None:
            found = [one for one in self.found[-_RECENT:] if one.start != named.start or one.stance == "stated"]
            self.found[-_RECENT:] = found

    def retract_last(self, at: int) -> None:
        """Drop the phrase that ends right before the word at `at`: it is for someone else."""
        if self.found and at and self.found[-1].end == self.sentence.words[at - 1].end:
            self.found.pop()

    def again(self, start: int, sign: int) -> None:
        """Make the phrase found at `start` of the source a stated one, liked or refused by `sign`: "Skiing? No thanks" refuses skiing."""
        for index in range(len(self.found) - 1, max(-1, len(self.found) - 1 - _RECENT), -1):
            phrase = self.found[index]
            if phrase.start == start:
                self.found[index] = Phrase(phrase.text, start, phrase.end, 1 if sign > 0 else -1, "stated")

    def is_question(self) -> bool:
        """Tell whether a question mark stands behind the sentence."""
        return bool(self.sentence.words) and _ASKED.match(self.source, self.sentence.words[-1].end) is not None

    def state(self, told: Phrase) -> None:
        """Add a finished phrase, whatever the mood, and drop those that it overlaps: "salt" refused in "doc says no salt"."""
        others = [one for one in self.found if one.end <= told.start or told.end <= one.start]
        self.found[:] = sorted([*others, told], key=lambda one: one.start)

    def _keep(self, start: int, stop: int, behind: int, *, turned: bool = False) -> None:
        """Keep a stretch of the source; the words from `behind` on may still say something of it."""
        mood = self.mood
        sign = -1 if turned or (mood.without and mood.sign >= 0) else mood.sign
        if mood.who is Who.OTHERS or mood.muted or mood.skip or self._is_unreal(sign):
            return
        if mood.past:
            self._lapse(start, stop, sign)
            return
        if self.rejected and not mood.strong and self.source[start:stop].casefold() == self.rejected:
            return  # "not pizza, we always have pizza"
        at_hand = mood.had and sign > 0 and self.sentence.listed(behind - 1, "larder")
        stated = (self._states(sign) and not at_hand) or self._is_found_bright(behind)
        polarity: Literal[1, -1] = -1 if (stated and sign < 0) or self._is_found_dull(behind) else 1
        stance: Literal["stated", "mentioned"] = "stated" if stated or polarity < 0 else "mentioned"
        ends = polarity < 0 and (mood.ends or self.sentence.lapses(behind))
        strength = self._strength(behind) if stated else 1.0
        self.found.append(Phrase(self.source[start:stop], start, stop, polarity, stance, strength, ends))

    def _strength(self, behind: int) -> float:
        afterwards = degree_behind(self.sentence, behind)
        if afterwards is None or afterwards == WEAK:
            return afterwards or self.mood.strength or 1.0
        return max(afterwards, self.mood.strength)

    def _is_unreal(self, sign: int) -> bool:
        """Tell whether a phrase is only supposed: "if I liked jazz", "I would play the harp if"."""
        mood = self.mood
        if self.supposed:
            return True
        if not mood.doubt:
            return False
        return sign < 0 or (mood.who is Who.SPEAKER and not mood.wished and (sign > 0 or mood.unreal))

    def _lapse(self, start: int, stop: int, sign: int) -> None:
        """Keep what was liked once: that ends, and says little against it; what was disliked once is nothing."""
        mood = self.mood
        beside = mood.far or mood.aside  # "we used to go to the opera at Glyndebourne"
        if sign > 0 and mood.who is Who.SPEAKER and not (mood.asks or mood.doubt or beside):
            self.found.append(Phrase(self.source[start:stop], start, stop, -1, "stated", WEAK, ends=True))

    def _states(self, sign: int) -> bool:
        """Tell whether a phrase with this feeling is stated, and not asked, supposed or out of reach."""
        mood = self.mood
        felt = mood.without or (mood.who is Who.SPEAKER and sign != 0)
        return felt and (mood.without or not mood.asks) and not mood.doubt and not mood.far and not mood.vague

    def _is_found_bright(self, end: int) -> bool:
        """Read the judgement in "I find opera fascinating"."""
        place = self.sentence.after(end)
        behind = self.sentence.part(place + 1) not in (Part.NOUN, Part.CAPITAL, Part.EITHER)
        return self.mood.finding and not self.mood.asks and behind and self.sentence.listed(place, "found_bright")

    def judges_found(self, end: int) -> bool:
        """Tell whether a judgement stands behind what the speaker finds to be somehow: "(I find running) dull"."""
        return self.mood.finding and self.sentence.listed(self.sentence.after(end), "found_bright", "dull")

    def _is_found_dull(self, end: int) -> bool:
        """Read the judgement in "I find flashcards boring", "I find horror too much"."""
        too = self.sentence.low(end) == "too" and self.sentence.low(end + 1) in _TOO
        return (
            self.mood.finding and not self.mood.asks and (too or self.sentence.listed(self.sentence.after(end), "dull"))
        )


Step = Callable[[Reading, int], int]
