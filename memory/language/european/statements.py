"""What the segments of one sentence of Spanish, German or French state, and what they feel for a thing that was named before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..degrees import PLAIN, STRONG
from ..words import words
from .felt import felt_behind, said_of_ahead
from .instead import instead
from .meanings import HABIT, NOTHING, ONE_OF, PASSED, Said, denied, is_bounded, is_sure, meaning_of, meant
from .nouns import favourite, suffered
from .passing import Passing
from .pastimes import is_event, is_pastime, pastime, words_of
from .sentence import Plain, Segment, Thing, endings, is_any, one_is, openers, plain_words, thing
from .topics import Topic, topic
from .turning import no_more_now, turned
from .without import Without, asks_without
from .words import Frame, Language, Word

_ILL: Final = ("alérgic", "alergic", "alergia", "allerg", "intoler", "intolér", "unverträg")
_MADE_ILL: Final = words("malade krank malo mala mal fatal")
"""What a thing makes those who do not bear it."""
_CLOSINGS: Final = words("saludos abrazo abrazos besos bisous bises gracias merci danke grüße perdón")
"""What ends a message, and no list."""

_BARE: Final = 2
"""Words of "soy alérgica"."""
_FAR: Final = 3
"""Segments after which what was named is no longer meant."""
_BRACKET: Final = 4
"""Segments between which the words around a list may stand."""
_PAST: Final = frozenset({"aimé", "adoré", "kiffé", "surkiffé", "détesté", "gustado"})
"""Participles of a feeling for what was had once."""
_MAY_FAIL: Final = ("belongings", "work", "plain", "times", "when", "clock", "people", "circumstances", "kept")
"""Lists of what works or does not, or suits at a time, and is no matter of taste."""
_OF_ALL: Final = frozenset({"loves", "likes", "fond", "consumes", "does", "watches"})
"""Frames that may be of everything: "(como) de todo", "(ich höre) alles"."""


@dataclass(slots=True)
class Sentence:
    """One pass over the segments of a sentence."""

    language: Language
    segments: list[Segment]
    asked: list[Segment] = field(default_factory=list)
    """What is only asked: it tells what the speaker has, and nothing else."""
    others: bool = False
    """Somebody else was spoken of before."""
    ordered: bool = False
    """A doctor was spoken of before."""
    of_food: bool = False
    """A dish was asked for."""
    heard: bool = False
    """It is what a doctor says: orders, and nothing else of the speaker's."""
    found: list[Said] = field(default_factory=list)
    last: Said | None = None
    """What the segment before said: a list may go on."""
    waiting: list[Thing] = field(default_factory=list)
    """Things between commas: they count once "and" closes their list, or the sentence ends and they are all that stands there."""
    bare: bool = True
    """Nothing but things stood between the commas."""

    topic: Topic | None = None
    """What was named last without a feeling, and how many segments ago."""
    far: int = 0
    bounded: bool = False
    """The segment refuses something only then, there, or without something else."""
    leaving: bool = False
    """The speaker is about to go to what comes next."""
    words: list[Word] = field(init=False)
    capitals: bool = field(init=False)
    """Whether it writes nouns with capitals, as German does."""
    of_work: bool = field(init=False)
    announces: bool = field(init=False)
    """Anyone might have written it, to anyone."""
    for_now: bool = field(init=False)
    """What is left in it is taken up again."""
    goes_on_anew: bool = field(init=False)
    """What was sold made room for another."""
    of_others: bool = field(init=False)
    """It speaks of somebody else."""
    of_doctors: bool = field(init=False)
    of_dishes: bool = field(init=False)

    def __post_init__(self) -> None:
        self.words = words = [word for segment in [*self.segments, *self.asked] for word in segment.words]
        self.capitals = any(word.capital for word in words[1:])
        self.of_work = one_is(self.language, words, "work")
        self.announces = one_is(self.language, words, "announces")
        begun = self.language.lists_begun(words)
        self.for_now = "for_now" in begun and is_any(self.language, words, "for_now")
        self.goes_on_anew = "anew" in begun and is_any(self.language, words, "anew")
        self.of_others = any(one_is(self.language, segment.words, "people") for segment in self.segments)
        self.of_doctors = "doctors" in begun
        self.of_dishes = "dishes" in begun or asks_without(self.language, words)

    def read(self) -> list[Said]:
        """Return what the sentence says, in order."""
        read = self.language
        for at, segment in enumerate(self.segments):
            if self.heard:
                self._hear(at)
                continue
            if segment.joint == "except":
                self.last = self._excepted(at)
                self.found.extend([self.last] if self.last else [])
                continue
            if (
                told := self._served(at)
                or self._not_borne(segment)
                or no_more_now(read, self.words, segment.words, self.topic)
            ):
                self.found.append(told)
                self.last = None
                continue
            far = self.topic is not None and self.topic.kind == "theirs" and self.far > 0
            felt = None if far else felt_behind(read, segment.words, self.topic)
            self.bounded = False
            self.far += 1
            said = (
                self._bracketed(at, negated=True)
                or self._stated(at)
                or self._bracketed(at)
                or said_of_ahead(read, segment.words, self.capitals)
                or self._without(segment)
            )
            if felt is None and said is None and (told := self._told_in_passing(segment)):
                self.found.append(turned(read, self.words, segment.words, told, "again"))
                continue
            self.found.extend(
                turned(read, self.words, segment.words, one, "now", "again") for one in (felt, said) if one is not None
            )
            if said is not None:
                self.last, self.waiting, self.bare = said, [], True
                self.topic = self.topic if self.far == 0 else None
                continue
            if self.last is not None and (felt or not self._goes_on(segment, self.last)):
                self.last = None
            if felt is None and self.far:
                self._name(segment)
        self._end_list()
        return self.found + [said for said in map(self._told_in_asking, self.asked) if said]

    def _excepted(self, at: int) -> Said | None:
        """Read what is not liked of everything else: "me gusta todo menos el pescado", "Je mange de tout sauf du poisson"."""
        read, before = self.language, self.segments[at - 1].words if at else []
        plain = plain_words(read, before[openers(read, before) :])
        mine = any(
            (frame.says in _OF_ALL or (frame.says == "gladly" and frame.before[-1:] in read.lists.get("taken_in", ())))
            and frame.before[:2] not in ((), ("je", "ai"))
            and self._may_stand(frame, at - 1, plain)
            for frame in (read.frames_of(plain.words) if plain.words else ())
        )
        if not mine or not one_is(read, before, "all") or "negations" in plain.out:
            return None
        words = plain_words(read, self.segments[at].words).words
        one = thing(read, words, 0, self.capitals) if words else None
        ends = one is not None and (one.behind == len(words) or read.listed(words[one.behind], "behind"))
        return Said(-1, PLAIN, ends=False, turns=True, things=(one,)) if one and ends else None

    def _not_borne(self, segment: Segment) -> Said | None:
        """Read "soy alérgico" behind what is liked, of that: "me gustan los gatos pero soy alérgico"."""
        liked = self.found[-1] if self.found else None
        if liked is None or liked.sign < 0 or not liked.things or not any(map(_is_ill, segment.words)):
            return None
        named = words_of(self.words, liked.things[-1])
        if one_is(self.language, segment.words, "people") or is_pastime(self.language, named):
            return None
        if one_is(
            self.language, named, "times", "circumstances", "plain"
        ):  # "Ich liebe den Frühling, bin aber allergisch"
            return None
        said = felt_behind(self.language, segment.words, Topic(liked.things[-1], "without"))
        return None if said is None or said.sign > 0 else said._replace(things=liked.things, ill=True)

    def _bracketed(self, at: int, *, negated: bool = False) -> Said | None:
        """Read a list in the middle of a German frame: "ich bin gegen Nüsse, Soja und Sellerie allergisch".

        Where it is only `negated`, "not" alone stands behind: "ich mag Katzen und Hunde nicht".
        """
        things: list[Thing] = []
        if "subjects" not in self.language.lists:
            return None
        for place in range(at + 1, min(at + _BRACKET, len(self.segments))):
            segment = self.segments[place]
            one = thing(self.language, segment.words, 0, self.capitals)
            if segment.joint not in ("pause", "and") or one is None:
                return None
            things.append(one)
            if tail := segment.words[one.behind :]:
                whole = [*self.segments[at].words, *tail]
                plain = plain_words(self.language, tail) if negated else None
                if plain and (plain.words or "negations" not in plain.out):
                    return None
                said = self._framed(at, whole) if segment.joint == "and" else None
                closed = said is not None and said.things and len(tail) < len(whole)
                return said._replace(things=(*said.things, *things)) if said and closed else None
        return None

    def _end_list(self) -> None:
        """Count what stands between commas without an "and" at the end: "soy alérgica a nueces, mariscos"."""
        ill = any(map(_is_ill, self.words)) or self.language.is_their_own(self.words[:2])
        if self.last and self.bare and len(self.waiting) > (0 if ill else 1):
            self.found.append(self.last._replace(things=tuple(self.waiting)))

    def _hear(self, at: int) -> None:
        """Read a segment of what a doctor says: only what is to be left counts."""
        order = self._stated(at) or self._without(self.segments[at])
        if order and order.sign < 0:
            self.found.append(order)
            self.last = order
        elif self.last and not self._goes_on(self.segments[at], self.last):
            self.last = None

    def _told_in_asking(self, segment: Segment) -> Said | None:
        """Return what a question tells of what the speaker has, or does ("morgen hab ich Reitstunde, passt Dienstag?")."""
        if said := self._without(segment, asked=True):
            return said
        passing = Passing(self.language, self.capitals, alone=not self.announces)
        does = segment is not self.asked[-1] and one_is(self.language, segment.words, "speaks")
        return passing.read(segment) if does else passing.owned(segment)

    def is_anothers(self) -> bool:
        """Tell whether it goes on about somebody else without a word of the speaker."""
        return self.others and not one_is(self.language, self.words, "speaks")

    def _without(self, segment: Segment, *, asked: bool = False) -> Said | None:
        """Return what a segment says is done without, for good; of what is `asked` only what a dish is to be without."""
        self.ordered = self.ordered or (self.of_doctors and one_is(self.language, segment.words, "doctors"))
        if self.for_now or self.bounded:
            return None
        alone = (self.ordered or self.of_food) and not (self.others or self.of_others)
        please = is_any(self.language, self.words, "please")
        without = Without(self.language, self.capitals, alone and self.ordered, alone and self.of_food, please)
        said = without.left_out(segment.words) if asked else without.read(segment)
        return None if said and said.ends and self.goes_on_anew else said

    def _told_in_passing(self, segment: Segment) -> Said | None:
        """Return what a segment tells in passing, and keep it for a feeling behind."""
        speaks = one_is(self.language, segment.words, "speaks")
        self.others = not speaks and (self.others or one_is(self.language, segment.words, "people"))
        self.leaving = self.leaving or is_any(self.language, segment.words, "leaving")
        alone = not (self.others or self.announces)
        told = Passing(self.language, self.capitals, alone, self.leaving).read(segment)
        if told is not None:
            self.last, self.waiting = None, []
            self.topic, self.far = Topic(told.things[0], "mine"), 0
        return told

    def _name(self, segment: Segment) -> None:
        """Keep what a segment names; what stands too far back is forgotten."""
        named = topic(self.language, segment.words, self.capitals)
        if named is not None and not (self.topic and self.topic.kind == "mine" and named.kind in ("named", "others")):
            self.topic, self.far = named, 0
        elif self.far > _FAR:
            self.topic = None

    def _stated(self, at: int) -> Said | None:
        segment = self.segments[at]
        if segment.joint == "that" and not (at and self._openers(self.segments[at - 1].words)):
            return None
        begin = 0
        while begin < len(segment.words):
            said = self._framed(at, segment.words[begin:])
            if said and self._joint_at(at + 1) == "except" and self._is_of_all(segment.words, said):
                return None
            length = self.language.longest(segment.words, begin, "openers")
            if said is not None or not length:
                return said
            begin += length
        return None

    def _is_of_all(self, words: list[Word], said: Said) -> bool:
        """Tell whether what is said is of all of a kind: "jede Musik (außer Schlager)"."""
        return any(one_is(self.language, words_of(words, one)[:1], "all") for one in said.things)

    def _openers(self, words: list[Word]) -> bool:
        """Tell whether a segment has openers alone: "denk bitte daran"."""
        return openers(self.language, words) == len(words)

    def _framed(self, at: int, words: list[Word]) -> Said | None:
        """Return what words that begin with a frame say, as they stand or else without what says when."""
        plain = plain_words(self.language, words)
        said = self._framed_in(at, plain)
        if said is None and (timeless := plain_words(self.language, words, timeless=True)).words != plain.words:
            said = self._framed_in(at, timeless)
        return None if said and said.ends and self._is_once(words, said) else said

    def _is_once(self, words: list[Word], said: Said) -> bool:
        """Tell whether what has ended has so for once, or for another of its kind: "cancelé yoga esta semana"."""
        behind = [word for word in words if said.things and word.start >= said.things[0].start]
        return self.goes_on_anew or is_any(self.language, behind, "once")

    def _framed_in(self, at: int, plain: Plain) -> Said | None:
        if not plain.words:
            return None
        if self._joint_at(at) == "nor":
            plain.out.setdefault("negations", plain.words[0].at)
        said = favourite(self.language, plain, self.capitals)
        for frame in self.language.frames_of(plain.words):
            if said is not None:
                break
            if self._may_stand(frame, at, plain):
                said = self._said(frame, plain, before_nor=self._joint_at(at + 1) == "nor")
                self.bounded = said is not None and is_bounded(
                    self.language, frame, self.segments[at].words, said, self.capitals
                )
                if self.bounded and not self._is_ill():
                    return None
                self.bounded = False
        return said

    def _is_ill(self) -> bool:
        """Tell whether the speaker says that they do not bear it: that holds everywhere, "en el trabajo" too."""
        return not self.of_others and any(map(_is_ill, self.words))

    def _served(self, at: int) -> Said | None:
        """Return what was served before a bare "soy alérgica": "hay menú de marisco y soy alérgica"."""
        read, words = self.language, plain_words(self.language, self.segments[at].words).words
        bare = words[openers(read, words) :]
        ill = len(bare) == _BARE and bare[0].low == "soy" and bare[-1].low.startswith(_ILL)
        before = self.segments[at - 1].words if ill and at else []
        if not one_is(read, before, "served") or one_is(read, before, "people", "others"):
            return None
        first = max(at for at, word in enumerate(before) if read.listed(word, "served")) + 1
        while first < len(before) and before[first].low in ("de", "con"):
            first += 1
        one = thing(read, before, first, self.capitals) if first < len(before) else None
        return (
            None if one is None or one.behind < len(before) else Said(-1, STRONG, ends=False, turns=True, things=(one,))
        )

    def _joint_at(self, at: int) -> str:
        return self.segments[at].joint if at < len(self.segments) else ""

    def _may_stand(self, frame: Frame, at: int, plain: Plain) -> bool:
        """Tell whether a frame that begins the words has an order that may stand in this segment."""
        if not frame.before and plain.words and self.language.listed(plain.words[0], "prepositions"):
            return False
        segment = self.segments[at]
        if frame.before[:1] == ("nada",) and (self._joint_at(at) == "causes" or self._is_about_a_dish_or_others()):
            return False
        if frame.order == "inverted":
            return at > 0 or plain.words[0].at > segment.words[0].at
        if frame.order == "subordinate":
            return segment.joint in ("that", "causes")
        if frame.order == "bare":
            first = plain.words[0].at == segment.words[0].at
            if first and self.language.listed(plain.words[0], "going_on" if at else "dropping") and not self.others:
                return True
            subject = at > 0 and one_is(self.language, self.segments[at - 1].words, "subjects")
            return subject and segment.joint in ("and", "contrast") and first
        return True

    def _said(self, frame: Frame, plain: Plain, *, before_nor: bool) -> Said | None:
        first = len(frame.before)
        place = _place(plain.words, frame.after, first) if frame.after else len(plain.words)
        if frame.says == "suffers":
            return suffered(self.language, plain, first)
        one = self._thing(plain.words[:place], first, frame)
        if (one is None and (frame.after or not before_nor)) or (one and frame.after and one.behind != place):
            return None
        behind = max(place + len(frame.after) if frame.after else 0, one.behind if one else 0)
        only = frame.says == "nothing_but" and "negations" not in plain.out  # "je n'écoute que du jazz"
        if not only and not is_sure(self.language, plain, behind, before_nor=before_nor):
            return None
        if one is not None and not self._is_interest(frame, plain.words, one):
            return None
        if frame.says == "nothing_but" and (one is None or one.behind < len(plain.words)):
            return None
        if one is not None and frame.says in ("takes", "did", "was", "tried", "gladly", "resumed"):
            return self._pursued(frame, plain, one)
        if one is not None and (frame.says == "past_hated" or (frame.says == "past" and "negations" in plain.out)):
            self.topic, self.far = Topic(one, "mine"), 0
            return None
        meaning, ill = meaning_of(self.language, frame, plain), _is_of_illness(frame)
        if said := denied(meaning, plain, ill, one):
            return said
        said = meant(meaning, plain, before_nor=before_nor, one=one)
        return said and said._replace(ill=ill and said.sign < 0)

    def _pursued(self, frame: Frame, plain: Plain, one: Thing) -> Said | None:
        """Return what beginning or doing a thing says, and keep it for a feeling behind: a pastime is liked, another thing not yet."""
        if self.of_work:
            return None
        hobby = pastime(self.language, plain.words, one)
        fun = hobby is not None and is_pastime(self.language, words_of(plain.words, hobby))
        meaning = meaning_of(self.language, frame, plain)
        if frame.says == "resumed" or (frame.says == "takes" and "again" in plain.out):
            taken = fun or self._is_taken_again(plain.words, one)
            self.topic, self.far = (Topic(hobby or one, "mine"), 0) if taken else (self.topic, self.far)
            said = meant(meaning, plain, before_nor=False, one=hobby if fun else one) if taken else None
            return said and said._replace(back=said.sign > 0)
        if frame.says in ("did", "was") and not fun:
            return None
        if hobby is not None and frame.says == "gladly" and meaning.sign == 0:
            much = one_is(self.language, plain.words, "much")  # "ich fahr viel Rad"
            often = much or "weekly" in plain.out or is_event(self.language, words_of(plain.words, one))
            meaning = HABIT if often and fun else PASSED
        elif hobby is None and frame.says == "takes":
            meaning = NOTHING
        if hobby is not None or frame.says != "gladly":
            self.topic, self.far = Topic(hobby or one, "mine"), 0
        return meant(meaning, plain, before_nor=False, one=hobby or one)

    def _is_taken_again(self, words: list[Word], one: Thing) -> bool:
        """Tell whether it is had again from now on: "(he vuelto a) comer carne", "(j'ai repris) la cigarette", not "du poulet"."""
        read, named = self.language, words_of(words, one)
        before = [word for word in words if word.end <= one.start]
        if one_is(read, named, "circumstances", "sorts", "plain"):
            return False
        if read.listed(before[-1], "light") or read.longest(named, 0, "activities") == len(named):
            return True
        if one_is(read, before[-2:], "some") and one_is(read, before, "light", "eats_again"):
            return True
        return one_is(read, named, "luxuries", "kept") and not read.listed(before[-1], "some", "one")

    def _is_interest(self, frame: Frame, words: list[Word], one: Thing) -> bool:
        """Tell whether a thing is no answer and, where it was left, not a belonging: "dejé las llaves en la oficina"."""
        read, named = self.language, words_of(words, one)
        if any(read.listed(word, "answers", "work") for word in (named[0], named[-1])):
            return False
        if (
            _PAST.intersection(frame.before) and len(named) == 1 and read.listed(named[0], "sorts", "plain")
        ):  # "j'ai adoré le film"
            return False
        eats = {"esse", "essen", "mange", "como", "comemos"}.intersection(frame.before)
        if frame.says == "being" and eats and is_any(read, self.words, "when"):  # "heute essen wir vegetarisch"
            return False
        if frame.says in ("dislikes", "unfit") and one_is(read, named[:1], "people"):  # "un collègue nous saoule"
            return False
        if frame.says in ("does", "did", "takes") and read.listed(named[0], "times"):  # "on joue samedi"
            return False
        if frame.says == "watches" and one_is(read, named, "sorts"):
            return False
        if frame.says == "wants" and "subjects" in read.lists and not one.article:
            return False
        if frame.says in ("spared", "wants", "enough") and not self._may_be_had_enough_of(frame, words, named):
            return False
        if frame.says in ("gave_up", "ended") and not self._is_their_own(words, one):
            return False
        if frame.says == "misses":
            return is_pastime(read, named) or is_event(read, named)
        if frame.says == "gave_up":
            return is_pastime(read, named) or one_is(read, named, "kept", "luxuries")
        if frame.says == "ended" and len(words) > one.behind + 1 and read.listed(words[one.behind], "places"):
            return not read.listed(words[one.behind + 1], "determiners")
        if frame.says == "unfit" or frame.after in (
            ("geht", "immer"),
            ("gehen", "immer"),
        ):  # "WLAN geht gar nicht", "Freitag geht immer"
            return one.behind + len(frame.after) == len(words) and not one_is(read, named, *_MAY_FAIL)
        return frame.says not in ("ended", "suits", "takes", "tried", "watches") or not one_is(
            read, named, "belongings"
        )

    def _is_about_a_dish_or_others(self) -> bool:
        """Tell whether "nada de nueces" may be a doctor's order, for a dish or for somebody else: without.py reads that."""
        return self.ordered or self.of_doctors or self.of_food or self.others or self.of_others

    def _may_be_had_enough_of(self, frame: Frame, words: list[Word], named: list[Word]) -> bool:
        """Tell whether no more of it is wanted for good: not "ich will keinen Kaffee mehr", "no me recomiendes cosas hoy"."""
        read = self.language
        if (
            self.for_now
            or is_any(read, words, "once")
            or one_is(read, words, "when")
            or one_is(read, named, "times", "clock")
        ):
            return False
        head = named[-1] if "subjects" in read.lists else named[0]
        alone = len(named) == 1 or head is named[-1]
        if alone and (read.listed(head, "plain", "sorts") or head.low.endswith(endings(read, "abstract"))):
            return False
        return frame.says != "wants" or len(named) > 1 or not one_is(read, named, "luxuries", "dishes", "kept")

    def _is_their_own(self, words: list[Word], one: Thing) -> bool:
        """Tell whether what is given up is the speaker's own: not "vendí una guitarra"."""
        before = next((word for word in reversed(words) if word.end <= one.start), None)
        return before is None or not self.language.listed(before, "one")

    def _thing(self, words: list[Word], first: int, frame: Frame) -> Thing | None:
        only = ONE_OF.get(frame.says)
        if only is None:
            one = thing(self.language, words, first, self.capitals, linked=frame.says != "prefers")
            if one is None and frame.says == "bears" and self.capitals:  # "Ich vertrage keine nuts"
                one = thing(self.language, words, first, capitals=False)
                one = one if one and one.behind == len(words) else None
            return None if one and one.article and frame.says in ("fond", "unfit") else one
        while length := self.language.longest(words, first, "determiners"):
            first += length
        if first == len(words) or not self.language.listed(words[first], only):
            return None
        return Thing(words[first].start, words[first].end, first + 1, article=False)

    def _goes_on(self, segment: Segment, last: Said) -> bool:
        """Read a further thing of a list, or what is not liked instead; tell whether the list may go on behind it."""
        plain = plain_words(self.language, segment.words)
        if other := instead(self.language, segment, plain, last, self.capitals):
            self.last = other
            self.found.append(other)
            return True
        lead = self.language.longest(plain.words, 0, "against") if last.ill else 0
        words = plain.words[lead:]
        one = thing(self.language, words, 0, self.capitals, listed=not lead)
        negated = "negations" in plain.out
        if one is None or plain.partly or (negated and not last.turns):
            return False
        if negated and last.sign > 0 and segment.joint in ("contrast", "pause", "and"):
            closes = "subjects" in self.language.lists and plain.out["negations"] == segment.words[-1].at
            if not (closes or plain.out["negations"] == segment.words[0].at) or not (
                one.article or words[one.behind - 1].capital
            ):
                return False
            self.last = Said(-1, PLAIN, ends=False, turns=True, things=(one,))
            self.found.append(self.last)
            return True
        if words[one.behind - 1].low in _CLOSINGS:
            return False
        if segment.joint == "pause":
            self.waiting.append(one)
            self.bare = self.bare and one.behind == len(words)
        elif segment.joint in ("and", "nor"):
            self.found.append(last._replace(things=(*self.waiting, one)))
            self.waiting = []
        return segment.joint in ("pause", "and", "nor")


def _is_ill(word: Word) -> bool:
    return word.low.startswith(_ILL)


def _is_of_illness(frame: Frame) -> bool:
    """Tell whether a frame says what makes the speaker ill."""
    return any(low.startswith(_ILL) or low in _MADE_ILL for low in (*frame.before, *frame.after))


def _place(words: list[Word], entry: tuple[str, ...], first: int) -> int:
    """Return where these words stand from `first` on, or a place behind the end."""
    for at in range(first, len(words) - len(entry) + 1):
        if tuple(word.low for word in words[at : at + len(entry)]) == entry:
            return at
    return len(words) + 1
