"""Phrases of an English sentence: noun phrases and activities, with whose they are and whether they are liked.

There is no tagger behind this. Words outside the lists count as nouns, the lists say what every other word does, and one
pass from left to right keeps what the sentence has said so far: who speaks of what, and with which feeling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from .records import Phrase
from .words import sections

MAX_WORDS: Final = 4
"""A phrase of plain words keeps at most this many; names (capitals) may have two more."""

_TOKEN: Final = re.compile(
    r"""["“](?P<title>(?!I\b)[A-Z][^"“”\n.?!;]{1,50})["”]"""
    r"""|《(?P<book>[^《》\n]{1,50})》"""
    r"""|(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)"""
    r"""|(?P<word>[^\W_\u3040-\uffff]+(?:[-'’&/+.][^\W_\u3040-\uffff]+)*(?:\+\+|\#)?)"""
    r"""|(?P<mark>[^\w\s]|\n)"""
)
_CLITIC: Final = re.compile(r"(n't|'(?:m|s|re|ve|d|ll))$")
_STOPS: Final = frozenset(".!?;\n…")
_PAUSES: Final = frozenset(",:()[]—–-")

# What a word does in its sentence. The later line wins where a word is in two sections.
_KINDS: Final = (
    ("interjection", "!"), ("adverb", "w"), ("nounverb", "x"), ("adjective", "j"), ("praise", "j"), ("dull", "j"), ("number", "0"),
    ("time", "z"), ("name", "K"), ("kin", "K"), ("preposition", "p"), ("conjunction", "&"), ("relative", "r"),
    ("boundary", "b"), ("contrast", "B"), ("doubt", "f"), ("determiner", "d"), ("mine", "m"), ("theirs", "h"),
    ("myself", "M"), ("me", "I"), ("you", "U"), ("others", "O"), ("it", "T"), ("aux", "a"), ("negation", "-"),
)  # fmt: skip
_PLAIN_ADJECTIVE: Final = re.compile(
    r".{3,}(?:ful|less|ous|able|ible|(?:-based|-free|-friendly|-style|-themed|-oriented|-driven|-inspired|-focused))$"
)
_LOOSE_BOUNDARY: Final = frozenset(
    {"before", "after", "since", "until", "till", "as", "once", "so", "then", "otherwise"}
)
_BE: Final = frozenset({"am", "is", "are", "was", "were", "be", "been", "being", "'m", "'s", "'re", "im"})
_HAVE: Final = frozenset({"have", "has", "had", "having", "'ve", "ive"})
_UNREAL: Final = frozenset({"would", "'d", "could", "might", "may", "should", "must", "id"})
_CANNOT: Final = {
    **dict.fromkeys(
        ("stand", "bear", "tolerate", "abide", "handle", "deal", "eat", "have", "digest", "stomach", "drink"), -1
    ),
    **dict.fromkeys(("get", "live", "wait", "stop", "resist", "help", "beat"), 1),
}
_INSTEAD: Final = frozenset(
    {("instead", "of"), ("rather", "than"), ("other", "than"), ("more", "than"), ("compared", "to")}
)
_ADDRESS: Final = frozenset(
    {"hi", "hello", "hey", "hiya", "yo", "thanks", "thank", "thx", "bye", "goodbye", "dear", "sorry"}
)

_PARTICLES: Final = frozenset({"to", "at", "about", "for", "on", "out"})
_TALK: Final = frozenset({"talk", "chat", "discuss", "ask", "tell", "share", "say", "show"})
_TURNS: Final = {
    **dict.fromkeys(("bore", "annoy", "scare", "bother", "disgust", "irritate", "stress"), -1),
    **dict.fromkeys(("fascinate", "interest", "excite", "relax", "thrill"), 1),
}

Kind = str


class _Word(NamedTuple):
    """A word with its place in the source and the part it may play."""

    low: str
    start: int
    end: int
    kind: Kind
    lemma: str
    raw: str


class _Lexicon(NamedTuple):
    """The word lists, ready to be asked."""

    kinds: dict[str, Kind]
    lemmas: dict[str, str]
    cues: dict[str, Literal[1, -1]]
    sets: dict[str, frozenset[str]]


def _inflections(lemma: str) -> Iterator[str]:
    """Yield the regular forms of a verb, with a few that do not exist and do no harm."""
    yield lemma
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith(("ee", "oe", "ye")):
        yield from (lemma + "s", lemma + "d", lemma + "ing")
        return
    if lemma.endswith("ie"):
        yield from (lemma + "s", lemma + "d", lemma[:-2] + "ying")
        return
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeou"):
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
        return
    yield lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    yield from (stem + "ed", stem + "ing")
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", lemma):
        yield from (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")


@cache
def _lexicon() -> _Lexicon:
    """Read the lists once, at the first English text."""
    lists = sections("english")
    lemmas: dict[str, str] = {}
    for group in ("verb", "nounverb", "report", "ask", "do", "activity", "pursuit", "heavy", "want", "dislike", "like"):
        for lemma in lists[group]:
            lemmas.update(dict.fromkeys(_inflections(lemma), lemma))
    for pair in lists["irregular"]:
        lemma, _, form = pair.partition("/")
        lemmas[form] = lemma
    cues: dict[str, Literal[1, -1]] = {
        word[1:]: 1 if word[0] == "+" else -1 for word in (*lists["cueword"], *lists["cuenoun"])
    }
    kinds = dict.fromkeys(lemmas, "v")
    both = {
        form
        for lemma in lists["nounverb"]
        for form in (lemma, *_inflections(lemma))
        if not form.endswith(("ed", "ing"))
    }
    for section, kind in _KINDS:
        kinds.update(dict.fromkeys(both if section == "nounverb" else lists[section], kind))
    kinds.update({word[1:]: kind for section, kind in (("cueword", "j"), ("cuenoun", "n")) for word in lists[section]})
    kinds.update(dict.fromkeys(lists["category"], "n"))
    kinds["like"] = "v"
    return _Lexicon(kinds, lemmas, cues, {name: frozenset(words) for name, words in lists.items()})


def _kind(low: str, raw: str, lexicon: _Lexicon) -> Kind:
    """Return what a word does, guessing by its looks where the lists are silent."""
    if low.startswith(("haha", "hehe", "lolo")):
        return "!"
    known = lexicon.kinds.get(low)
    if known is not None:
        return "g" if known == "v" and low.endswith("ing") else known
    if len(low) > 40 or (low[0].isdigit() and not re.fullmatch(r"\d+[a-z-]*[A-Z][A-Za-z]*|\d0s|\d+-[a-z-]+", raw)):
        return "0" if low[0].isdigit() and len(low) < 12 else "q"
    if low.endswith("ly") and len(low) > 4 and raw.islower():
        return "n" if low in lexicon.sets["ly_noun"] else "w"
    if _PLAIN_ADJECTIVE.match(low) and low not in lexicon.sets["able_noun"]:
        return "j"
    if raw[0].isupper():
        return "c"
    if low.endswith("ed") and len(low) > 4 and not low.endswith("eed"):
        return "v"
    return "g" if low.endswith("ing") and len(low) > 5 else "n"


def _split(match: re.Match[str], lexicon: _Lexicon) -> Iterator[_Word]:
    """Yield one word, or two where a contraction hides two ("don't" is "do" and "n't")."""
    raw, start, end = match.group(), match.start(), match.end()
    low = raw.lower().replace("’", "'")
    clitic = _CLITIC.search(low) if "'" in low else None
    if clitic is None or clitic.start() == 0:
        yield _Word(low, start, end, _kind(low, raw, lexicon), lexicon.lemmas.get(low, low), raw)
        return
    head, tail, cut = low[: clitic.start()], clitic.group(), start + clitic.start()
    kind = _kind(head, raw, lexicon)
    yield _Word(head, start, cut, kind, lexicon.lemmas.get(head, head), raw[: clitic.start()])
    mark = "'" if tail == "'s" and kind not in "OTUIr" and head != "let" else _kind(tail, tail, lexicon)
    yield _Word(tail, cut, end, mark, tail, raw[clitic.start() :])


def _named(word: _Word) -> bool:
    """Tell whether a capital inside the sentence makes a name of a word that the lists know ("Fight Club")."""
    return word.kind in "jvxgn" and word.raw[0].isupper() and not word.raw.isupper()


def _words(source: str, start: int, end: int) -> Iterator[list[_Word]]:
    """Yield the sentences of a stretch of the source as lists of words."""
    lexicon = _lexicon()
    sentence: list[_Word] = []
    for match in _TOKEN.finditer(source, start, end):
        group = match.lastgroup
        if group == "word":
            words = list(_split(match, lexicon))
            if sentence and _named(words[0]):
                words[0] = words[0]._replace(kind="c")
            sentence.extend(words)
        elif group in ("title", "book"):
            at, to = match.span(group)
            sentence.append(_Word(source[at:to].lower(), at, to, "t", "", source[at:to]))
        elif group == "han":
            sentence.append(_Word(match.group(), match.start(), match.end(), "c", "", match.group()))
        elif match.group() in _STOPS:
            yield sentence
            sentence = []
        elif match.group() in _PAUSES or match.group() == "/":
            sentence.append(_Word(match.group(), match.start(), match.end(), ",", "", ""))
    yield sentence


@dataclass(slots=True)
class _Mood:
    """What the clause has said so far."""

    who: str = ""  # I: the person, U: the assistant, O: someone else, T: a thing, "": not said
    sign: int = 0  # the feeling in force, 0 while none is
    strong: bool = False  # a feeling reaches to the end of the clause, a doing only to its object
    negated: bool = False
    unreal: bool = False  # would, could, should
    muted: bool = False
    past: bool = False  # "used to", "as a kid"
    asks: bool = False
    doubt: bool = False  # "if"
    heading: bool = False  # "my hobbies are"
    open: bool = True  # no verb yet
    infinitive: bool = False
    object: bool = False  # something was named in this clause
    distant: bool = False  # "I don't think", "I wouldn't say": turns round what follows
    far: bool = False  # behind the object of a doing
    without: bool = False
    skip: bool = False  # "rather than"
    finding: bool = False  # "I find ... boring"
    within: bool = False  # "games that ..."


class _Reader:
    """Reads one sentence and collects its phrases."""

    def __init__(self, words: list[_Word], source: str) -> None:
        self.words = words
        self.source = source
        self.lexicon = _lexicon()
        self.mood = _Mood()
        self.found: list[Phrase] = []
        self.doubted = False
        self.steps: dict[Kind, Callable[[int], int]] = {
            ",": self._pause, "I": self._me, "M": self._myself, "U": self._you, "O": self._other, "T": self._thing, "a": self._aux,
            "-": self._negation, "v": self._verb, "x": self._either, "g": self._gerund, "p": self._preposition, "&": self._and,
            "b": self._boundary, "B": self._contrast, "r": self._relative, "f": self._if, "!": self._interjection,
            "h": self._theirs, "m": self._my, "w": self._pass, "d": self._determiner, "'": self._pass, "q": self._pass,
        }  # fmt: skip

    def read(self) -> list[Phrase]:
        """Return the sentence's phrases in text order."""
        at = 0
        while at < len(self.words):
            at = self.steps.get(self.words[at].kind, self._phrase)(at)
        return self.found

    # Looking around

    def _is(self, low: str, section: str) -> bool:
        return low in self.lexicon.sets[section]

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _kind(self, at: int) -> Kind:
        return self.words[at].kind if 0 <= at < len(self.words) else "."

    def _after(self, at: int) -> int:
        """Return the next place at or after `at` that holds no adverb."""
        while self._kind(at) == "w":
            at += 1
        return at

    def _before(self, at: int) -> int:
        """Return the next place before `at` that holds no adverb, -1 at the start."""
        at -= 1
        while at >= 0 and self.words[at].kind == "w":
            at -= 1
        return at

    def _fresh(self, at: int) -> bool:
        """Tell whether nothing but courtesies, adverbs and pauses stand before `at`."""
        while at > 0 and self.words[at - 1].kind in "!w,":
            at -= 1
        return at == 0

    # Small words

    def _pass(self, at: int) -> int:
        return at + 1

    def _determiner(self, at: int) -> int:
        if self._low(at) == "that" and self._kind(at - 1) in "ncxgK'":
            self.mood.within = True
        return at + 1

    def _pause(self, at: int) -> int:
        mood = self.mood
        mood.negated = mood.asks = mood.doubt = mood.without = mood.skip = mood.finding = mood.far = mood.within = False
        mood.open = True
        if mood.who == "T":
            mood.who = ""
        return at + 1

    def _clause(self, who: str) -> _Mood:
        """Begin a clause about someone; what was asked or supposed before holds on."""
        old = self.mood
        self.mood = _Mood(who=who, asks=old.asks, doubt=old.doubt)
        return self.mood

    def _me(self, at: int) -> int:
        before = self._before(at)
        asks = self._kind(before) == "a" and self._kind(before - 1) in ".,rb&B!-wnz"
        past = self.mood.past and self._kind(before) != "B"
        distant = self.mood.distant
        mood = self._clause("I")
        mood.negated = distant
        mood.asks = (mood.asks and self._kind(before) != "r") or asks
        mood.past = past
        return at + 1

    def _myself(self, at: int) -> int:
        if self.mood.open and self._kind(at + 1) == "&":
            self._clause("I")
        return at + 1

    def _you(self, at: int) -> int:
        self._clause("U")
        return at + 1

    def _other(self, at: int) -> int:
        if self._low(at) in ("them", "him", "himself", "themselves") or self._kind(at - 1) == "p":
            return at + 1
        self._clause("O")
        return at + 1

    def _thing(self, at: int) -> int:
        follows = self._after(at + 1)
        if self.mood.open or self._kind(follows) == "a":
            self._clause("T")
        if self._low(at) == "nothing" and self._kind(at + 1) in "pw":
            self.mood = _Mood(who="I", sign=-1, strong=True)
        return at + 1

    def _and(self, at: int) -> int:
        self.mood.finding = False
        return at + 1

    def _boundary(self, at: int) -> int:
        word = self._low(at)
        if word in _LOOSE_BOUNDARY and self._kind(at + 1) not in "IUOTmh":
            if word == "as" and self._low(at + 1) == "a" and self._kind(at + 2) == "K":
                self.mood.past = True
            return at + 1
        asks, past = self.mood.asks, self.mood.past
        self.mood = _Mood(asks=asks, past=past or self._childhood(at))
        return at + 1

    def _childhood(self, at: int) -> bool:
        """Tell whether "when I was ..." opens here."""
        return self._low(at) in ("when", "while") and self._kind(at + 1) == "I" and self._low(at + 2) in ("was", "were")

    def _contrast(self, at: int) -> int:
        mood = self.mood
        mood.negated = mood.muted = mood.past = mood.asks = mood.doubt = mood.within = False
        mood.open = True
        return at + 1

    def _relative(self, at: int) -> int:
        word = self._low(at)
        if self._fresh(at):
            self.mood.asks = self._kind(self._after(at + 1)) != "I"
        elif word == "who" and self._kind(at - 1) in "KO":
            self._clause("O")
        elif word in ("what", "where", "how", "why"):
            self._clause("").asks = True
        else:
            self.mood.within = True
        self.mood.negated = False
        return at + 1

    def _if(self, at: int) -> int:
        self.mood = _Mood(doubt=True, asks=self.mood.asks)
        self.doubted = True
        return at + 1

    def _interjection(self, at: int) -> int:
        if self._low(at) in ("thanks", "thank", "sorry", "congrats", "congratulations"):
            self.mood.muted = True
        if self._low(at) in _ADDRESS and self._kind(at + 1) in "cnjxdK":
            return self._extent(at + 2 if self._kind(at + 1) == "d" else at + 1)
        return at + 1

    def _preposition(self, at: int) -> int:
        mood, word = self.mood, self._low(at)
        if word == "into" and self._into(at):
            self._feel(1)
        elif word in ("without", "except", "excluding"):
            mood.without = True
        elif (
            word == "than"
            or (self._low(at - 1), word) in _INSTEAD
            or (word == "over" and mood.strong and mood.sign > 0)
        ):
            mood.skip = True
        elif (
            not mood.strong
            and mood.object
            and mood.sign
            and word not in ("like", "including", "of", "to")
            and self._kind(at - 1) not in "vgaw"
        ):
            mood.far = True
        return at + 1

    def _into(self, at: int) -> bool:
        before = self._before(at)
        while self._kind(before) in "-w":
            before -= 1
        return self.mood.who in ("I", "") and (self._low(before) in _BE or self.words[before].lemma == "get")

    # Whose

    def _my(self, at: int) -> int:
        ahead = self._after(at + 1)
        least = self._low(at + 1) == "least"
        while self._kind(ahead) in "jwz0" and not self._is(self._low(ahead), "category"):
            ahead += 1
        if self._is(self._low(ahead), "category") and not (self.mood.sign and self.mood.who == "I"):
            return self._heading(ahead, -1 if least or self._low(ahead) == "dislikes" else 1)
        return at + 1

    def _heading(self, at: int, sign: int) -> int:
        """Read "my favourite <category> is": what stands behind the verb is meant, the category is not."""
        end = at + 1
        if self._low(at).startswith(("fav", "dream")):
            end = self._extent(at + 1)
        if self._low(end) in ("of", "for") and self._low(at).startswith("fav"):
            end = self._extent(end + 2 if self._kind(end + 1) in "dm" else end + 1)
        asks, doubt = self.mood.asks, self.mood.doubt
        self.mood = _Mood(who="I", sign=sign, strong=True, heading=True, asks=asks, doubt=doubt)
        return end

    def _theirs(self, at: int) -> int:
        end = self._extent(at + 1)
        if self._finite(end):
            self._clause("U" if self._low(at).startswith("y") else "O")
        return max(end, at + 1)

    # Verbs

    def _feel(self, sign: int) -> None:
        """Set the feeling in force, turned round where it was negated."""
        mood = self.mood
        mood.sign = -sign if mood.negated else sign
        mood.who = mood.who or "I"
        mood.strong, mood.negated, mood.muted, mood.open, mood.far, mood.heading = (
            True,
            False,
            False,
            False,
            False,
            False,
        )

    def _aux(self, at: int) -> int:
        mood, word = self.mood, self._low(at)
        ahead = self._after(at + 1)
        if word in ("im", "ive", "id", "'m", "am"):
            self.mood = mood = mood if mood.who == "I" else _Mood(who="I", asks=mood.asks, doubt=mood.doubt)
        if (
            self._fresh(at)
            and mood.who == ""
            and self._kind(at + 1) not in "-"
            and word not in ("been", "being", "having")
        ):
            mood.asks = True
        mood.unreal = mood.unreal or word in _UNREAL
        if word in _UNREAL and self.doubted:
            mood.doubt = True
        if word in _BE:
            return self._be(at)
        if word in _HAVE or word in ("do", "does"):
            return self._have(at, ahead)
        mood.open = False
        return at + 1

    def _have(self, at: int, ahead: int) -> int:
        """Tell the helping "have" and "do" from the full verbs."""
        mood = self.mood
        helps = self._kind(ahead) in "vgaIUO-T"
        if helps or self._low(ahead) == "to":
            return at + 1
        if mood.who == "I" and not mood.heading and self._low(at) not in ("had", "has"):
            self._do("have" if self._low(at) in _HAVE else "do", at, base=True)
        mood.open = False
        return at + 1

    def _be(self, at: int) -> int:
        mood = self.mood
        mood.open = False
        if mood.who != "I" or mood.heading or mood.sign:
            return at + 1
        ahead = at + 1
        while self._kind(ahead) in "w-":
            mood.negated ^= self._kind(ahead) == "-"
            ahead += 1
        if self._low(ahead) in ("a", "an") and not mood.negated:
            self._do("be", at, base=True)
        elif self._is(self._low(ahead), "being"):
            mood.sign = -1 if mood.negated else 1
        elif self._kind(ahead) in "ct" and self._low(ahead) not in self.lexicon.cues:
            return self._extent(ahead)  # "I'm Bob"
        return ahead

    def _negation(self, at: int) -> int:
        mood, word = self.mood, self._low(at)
        if self._low(at + 1) in ("only", "just", "necessarily", "sure", "bad"):
            return at + 2
        able = word in ("cannot", "cant", "couldnt") or self._low(at - 1) in ("ca", "can", "could")
        ahead = self._after(at + 1)
        if able and self._low(ahead) in _CANNOT and mood.who in ("I", ""):
            mood.negated = False
            self._feel(_CANNOT[self._low(ahead)])
            return self._idiom_end(ahead)
        if word == "no" and self._low(at + 1) == "more" and mood.who in ("", "I", "T"):
            self.mood = _Mood(who="I", sign=-1, strong=True)
            return at + 2
        if self._kind(at + 1) == ",":
            return at + 1
        if self._nounlike(ahead) and mood.sign:
            mood.sign = -mood.sign
        elif word == "no" and mood.who == "" and self._fresh(at):
            self.mood = _Mood(who="I", sign=-1, strong=True)
        else:
            mood.negated = not mood.negated
        return at + 1

    def _idiom_end(self, at: int) -> int:
        """Step over "get enough of", "live without", "deal with", "wait to"."""
        end = at + 1
        while self._low(end) in ("enough", "of", "without", "with", "to", "for", "a", "life", "myself"):
            end += 1
        return end

    def _nounlike(self, at: int) -> bool:
        while self._kind(at) in ("d", "w"):
            at += 1
        return self._kind(at) in ("n", "c", "x", "t", "g", "j")

    def _verb(self, at: int) -> int:
        word, mood = self.words[at], self.mood
        if word.lemma == "like" and not self._likes(at):
            return at + 1
        if self._adjectival(at):
            return self._phrase(at)
        if mood.who == "O":
            return at + 1
        if word.low == "used" and self._low(at + 1) == "to" and self._low(at - 1) not in _BE and mood.who in ("I", ""):
            mood.past = True
            return at + 2
        if mood.who == "" and self._fresh(at) and self._speaks(word):
            mood.who = "I"
        mood.infinitive = mood.infinitive or self._low(at - 1) == "to"
        return self._predicate(at, word)

    def _speaks(self, word: _Word) -> bool:
        """Tell whether a verb without subject at the start speaks of the person ("Love hiking", "Went to the opera")."""
        past = (
            word.low != word.lemma
            and not word.low.endswith(("s", "ing"))
            and word.low not in ("let", "read", "put", "set")
        )
        return past or self._is(word.lemma, "like") or self._is(word.lemma, "dislike") or word.low == "want"

    def _likes(self, at: int) -> bool:
        """Tell the verb "like" from the preposition."""
        if self._low(at) != "like":
            return True
        before = self._before(at)
        if self.words[before].lemma == "feel" and self.mood.who == "I":
            return True
        return (
            self._kind(before) in ("I", "U", "O", "-", "K", "M")
            or self._low(before) == "to"
            or (self._kind(before) == "a" and self._low(before) not in _BE)
            or (self._kind(before) in "&B" and self._kind(before - 1) in "vI")
            or (before < 0 and self._low(at + 1) == "to")
        )

    def _adjectival(self, at: int) -> bool:
        """Tell whether a participle stands before its noun ("fried chicken", "animated movies")."""
        low = self._low(at)
        if not low.endswith(("ed", "en")) or self._kind(at + 1) not in ("n", "c", "x", "j", "g"):
            return False
        if self._low(at - 1) == "to" or any(self._is(self._lemma(at), group) for group in ("like", "dislike", "want")):
            return False
        before = self._kind(at - 1)
        return before in "dmpj&,-.vg" or (before == "w" and self._kind(self._before(at)) not in "IUOa-KT")

    def _predicate(self, at: int, word: _Word) -> int:
        mood, lemma, base = self.mood, word.lemma, word.low == word.lemma
        mood.far = False
        if lemma == "stop" or (word.low in ("gave", "give", "given") and self._low(at + 1) == "up"):
            return self._stop(at)
        if lemma == "care" and mood.negated and self._low(at + 1) in ("for", "about") and mood.who == "I":
            self._feel(1)
            return at + 2
        if self._is(lemma, "dislike") and mood.who in ("I", ""):
            self._feel(-1)
        elif self._is(lemma, "like") and mood.who in ("I", ""):
            self._feel(1)
        elif lemma == "fall" and self._low(at + 1) == "in" and self._low(at + 2) == "love":
            self._feel(1)
            return at + 3
        elif self._is(lemma, "want") and mood.who == "I":
            self._want(word)
        elif mood.who in ("", "U") and self._is(lemma, "ask"):
            self._ask()
        elif self._is(lemma, "do") and mood.who == "I":
            if lemma in _TALK and not mood.strong:
                mood.sign, mood.negated = 0, False
                return at + 1
            self._again(at, word)
            self._do(lemma, at, base=base)
            return self._bare(at, word)
        elif lemma in _TALK and not mood.strong:
            mood.distant = mood.negated and lemma == "say"
            mood.sign, mood.negated = 0, False
        else:
            self._plain(at, word)
        mood.open = False
        return at + 1

    def _want(self, word: _Word) -> None:
        mood = self.mood
        if word.low in ("wished", "wish") or mood.doubt:
            mood.doubt = True
            return
        if not mood.sign:
            self._feel(1)
            mood.strong = False

    def _ask(self) -> None:
        """A request: what it names is mentioned, what it forbids is refused."""
        mood = self.mood
        if mood.negated and mood.who == "":
            self.mood = _Mood(who="I", sign=-1, strong=True, open=False)
            return
        mood.sign = mood.sign if mood.sign < 0 else 0
        mood.negated = False

    def _stop(self, at: int) -> int:
        mood = self.mood
        end = at + 2 if self._low(at + 1) == "up" else at + 1
        asked = mood.who == "U" and self._is(self._lemma(end), "ask")
        if (mood.who in ("I", "") or asked) and (self._kind(end) == "g" or end == at + 2) and not mood.negated:
            self.mood = _Mood(who="I", sign=-1, strong=True, open=False, doubt=mood.doubt)
            return end + 1 if self._is(self._lemma(end), "ask") else end
        return end

    def _lemma(self, at: int) -> str:
        return self.words[at].lemma if 0 <= at < len(self.words) else ""

    def _again(self, at: int, word: _Word) -> None:
        """A second full verb of the same subject ("I hate pop and play jazz") starts from no feeling."""
        mood = self.mood
        if self._kind(self._before(at)) in ("&", "B", ",") and not mood.infinitive and not word.low.endswith("ing"):
            mood.sign, mood.strong, mood.far = 0, False, False

    def _do(self, lemma: str, at: int, *, base: bool) -> None:
        mood = self.mood
        if mood.sign:
            mood.sign = -mood.sign if mood.negated else mood.sign
        elif mood.negated:
            refuses = self._is(lemma, "drop") and base and "did" not in (self._low(at - 2), self._low(at - 3))
            mood.sign = -1 if refuses else 0
            mood.muted = not refuses
        elif not mood.unreal:
            mood.sign, mood.strong = 1, False
        mood.negated = mood.open = False

    def _bare(self, at: int, word: _Word) -> int:
        """A verb that is an interest itself, where no object follows ("I love to swim")."""
        ahead = self._after(at + 1)
        if (
            word.low == word.lemma
            and self._is(word.lemma, "activity")
            and self._kind(ahead) not in ("n", "c", "j", "d", "m", "g", "t", "x")
        ):
            self._emit(at, at + 1)
        return at + 1

    def _plain(self, at: int, word: _Word) -> None:
        mood = self.mood
        linked = self._low(at - 1) == "to" or word.low.endswith("ing")
        if linked and mood.negated and mood.strong:
            mood.sign = -mood.sign
        if mood.sign and (mood.within or (mood.strong and self._participle(at))):
            return
        if self._is(word.lemma, "report") or (
            not linked and mood.who == "I" and not mood.heading and self._kind(self._before(at)) != "r"
        ):
            mood.sign = 0 if mood.sign > 0 or not linked else mood.sign
            mood.open = True
        mood.finding = word.lemma == "find" and mood.who == "I"
        mood.distant = mood.negated and word.lemma in ("think", "say", "believe")
        mood.negated = False

    def _participle(self, at: int) -> bool:
        """Tell whether a past form only describes the noun before it ("products tested on animals")."""
        return self._low(at) != self._lemma(at) and not self._low(at).endswith("s") and self._kind(at - 1) in "ncxg"

    def _either(self, at: int) -> int:
        """Tell noun from verb by what stands before."""
        before = self._before(at)
        kind = self._kind(before)
        if self._low(at) == "stop" and self._kind(at + 1) == "g":
            return self._verb(at)
        if kind == "a" and self._low(before) in _BE and self._low(before - 1) != "let":
            return self._phrase(at)
        leads = (self._low(before) == "to" and not self._goes(before)) or (
            self._lemma(before) in ("go", "come", "let", "help") and kind == "v"
        )
        if kind in "IUOTa-K" or leads:
            noun = (
                kind == "-"
                and self._low(before) in ("no", "not")
                and self._low(before - 1) not in ("do", "does", "did", "would")
            )
            return self._phrase(at) if noun else self._verb(at)
        if kind in "&B.,":
            return self._verb(at) if self._object_follows(at) else self._phrase(at)
        return self._phrase(at)

    def _goes(self, at: int) -> bool:
        """Tell whether the "to" at this place follows a movement or the like ("go to work", "listen to rock")."""
        return (
            self._lemma(at - 1) in ("go", "listen", "come", "get", "return", "travel")
            or self._low(at - 1) in self.lexicon.cues
        )

    def _object_follows(self, at: int) -> bool:
        return self._kind(at + 1) in ("d", "m", "h", "M", "p", "T", "U", "r", "O", "K") and self._low(at + 1) != "that"

    def _gerund(self, at: int) -> int:
        word, mood = self.words[at], self.mood
        sets = self.lexicon.sets
        if self._kind(at - 1) in ("n", "c") and not self._is(self._low(at - 1), "generic"):
            return self._phrase(at)
        if word.low not in self.lexicon.lemmas:
            drifts = self._low(self._before(at)) in _BE and mood.who != "I" and not mood.heading
            return at + 1 if drifts else self._phrase(at)
        lemma = word.lemma
        if lemma in sets["like"] or lemma in sets["dislike"] or lemma in sets["want"]:
            return self._verb(at)
        if (
            mood.who == ""
            and mood.open
            and self._fresh(at)
            and (word.low in ("looking", "planning") or self._low(at + 1) == "to")
        ):
            mood.who = "I"
        if self._seeks(at):
            self._do("seek", at, base=False)
            mood.far = False
            return at + 2
        names = self._kind(at + 1) in ("n", "c", "x", "j", "g", "t")
        if (
            mood.who == "I"
            and mood.strong
            and self._cued(at)
            and self._kind(at + 1) in ".,&B!wzb"
            and not self._is(lemma, "report")
        ):
            return self._phrase(at)
        if lemma in sets["heavy"] and names and mood.who != "O":
            return self._phrase(at)
        ahead = at + 1
        alone = not names and self._kind(ahead) not in "dmMTh" and self._low(ahead) not in _PARTICLES
        if lemma in sets["pursuit"] and alone:
            return self._phrase(at)
        if mood.who == "O":
            return at + 1
        if lemma in sets["do"] and (mood.who == "I"):
            self._do(lemma, at, base=True)
            return at + 1
        self._plain(at, word)
        return at + 1

    def _cued(self, at: int) -> bool:
        """Tell whether an -ing word stands right behind its feeling ("I hate driving")."""
        return (
            any(self._is(self._lemma(at - 1), group) for group in ("like", "dislike"))
            or self._low(at - 2) in self.lexicon.cues
        )

    def _seeks(self, at: int) -> bool:
        return (
            self._low(at) in ("looking", "searching", "hunting") and self._low(at + 1) == "for" and self.mood.who == "I"
        )

    # Phrases

    def _extent(self, at: int) -> int:
        """Return where the run of words that can make one phrase ends."""
        end = at
        while (kind := self._kind(end)) in "jncxgKz0t'v":
            if kind == "v" and not (self._adjectival(end)):
                break
            if kind == "'" and self._kind(end + 1) not in ("n", "c", "j", "x", "g"):
                break
            if kind == "x" and end > at and self._verbal(end):
                break
            if end > at and (kind == "t" or self._kind(end - 1) == "t"):
                break
            if end > at and kind == "g" and not self._compound(end):
                break
            if end > at and kind in "jK" and self._kind(end - 1) in "nx" and self._kind(end + 1) not in ("n", "c", "x"):
                break
            end += 1
        return end

    def _verbal(self, at: int) -> bool:
        """Tell whether a word that may be a verb is one here: "kids love chess", "jazz sounds great"."""
        if (
            self._kind(at - 1) == "c"
            and self._low(at).endswith("s")
            and self.words[at].kind == "x"
            and self._lemma(at) in ("use", "help")
        ):
            return True
        if self._low(at + 1) == "that":
            return False
        return (
            self._kind(at - 1) == "K"
            or self._kind(at + 1) in ("d", "m", "M", "T", "U")
            or self._low(at + 1) in ("to", "like")
        )

    def _compound(self, at: int) -> bool:
        """Tell whether an -ing word belongs to the noun before it ("rock climbing")."""
        known = self._low(at) in self.lexicon.lemmas
        return (
            not known
            or self._is(self._lemma(at), "pursuit")
            or self._low(at) in ("tasting", "watching", "playing", "making", "learning")
        )

    def _finite(self, at: int) -> bool:
        """Tell whether a verb of its own follows, so that what stands before is a subject."""
        at = self._after(at)
        kind, low = self._kind(at), self._low(at)
        if kind == "a" or (kind == "'" and low == "'s"):
            return low not in ("being", "having")
        return kind in "vx" and (low.endswith("s") or (low in self.lexicon.lemmas and self._low(at) not in ("like",)))

    def _phrase(self, at: int) -> int:
        end = self._extent(at)
        if end == at:
            return at + 1
        if self._new_verb(at):
            self._plain(at, self.words[at])
            return at + 1
        last = self.words[end - 1]
        if last.low in self.lexicon.cues and (self._kind(self._after(end)) == "p" or self._low(end) in ("off", "up")):
            return self._cue(end, last.low)
        if last.kind == "K":
            return self._person(at, end)
        if last.low in ("name", "names"):
            self.mood.muted = True
            return end
        if self._category(last, end):
            return self._heading(end - 1, 1)
        end = self._joined(at, end)
        if self._subject(end):
            return self._topic(at, end)
        self._cut(at, end)
        self.mood.muted = self.mood.muted and self.mood.who != ""
        return end

    def _new_verb(self, at: int) -> bool:
        """Tell whether a word outside the lists stands where only a verb can ("can you resend it")."""
        word, before = self.words[at], self._before(at)
        if (
            word.kind != "n"
            or word.low in self.lexicon.cues
            or self._is(word.low, "category")
            or self._is(word.low, "being")
        ):
            return False
        kind, low = self._kind(before), self._low(before)
        if kind == "a":
            return low not in _BE and low not in _HAVE and low not in ("do", "does", "did")
        return kind in "IU" or low in ("n't", "dont")

    def _category(self, last: _Word, end: int) -> bool:
        return (
            self._is(last.low, "category")
            and self._low(end) in _BE
            and self._low(end - 2) in ("my", "our", "main", "biggest")
        )

    def _cue(self, end: int, low: str) -> int:
        """Read "fan of", "interested in", "allergic to"."""
        mood = self.mood
        if mood.who in ("I", "") and not (mood.who == "" and not mood.open):
            sign = self.lexicon.cues[low]
            mood.negated = mood.negated or mood.sign < 0
            self._feel(sign)
        ahead = self._after(end)
        return ahead + 2 if self._low(ahead) in ("up", "off") else ahead + 1

    def _person(self, at: int, end: int) -> int:
        """Skip a person, and learn whether the sentence goes on about them."""
        ahead = self._after(end)
        if self._kind(ahead) == "&" and self._kind(ahead + 1) in ("I", "M"):
            self._clause("I")
            return ahead + 2
        also = (
            self._kind(self._before(at - (self._kind(at - 1) in "md"))) == "&"
            and self.mood.who == "I"
            and self.mood.open
        )
        if self._finite(end) and not also:
            self._clause("O")
        elif self._kind(end) == "," and self._fresh(at) and self._kind(at - 1) not in ("m",):
            return end + 1
        return end

    def _joined(self, at: int, end: int) -> int:
        """Return the end of "history of Japan" as one phrase, where it is one."""
        if self._low(end) != "of" or self._head(end - 1) is False:
            return end
        start = end + 1
        if self._low(start) == "the" and self._kind(start + 1) == "c":
            start += 1
        if self._kind(start) not in ("n", "c", "g"):
            return end
        far = self._extent(start)
        keeps = far - at <= MAX_WORDS + 1 and self._head(far - 1) and self.words[far - 1].kind not in "K0z"
        return far if keeps else end

    def _subject(self, end: int) -> bool:
        ahead = self._after(end)
        if not self._finite(end):
            return False
        if self._kind(ahead) in "a'":
            return not self.mood.heading
        return self.mood.open or self._low(ahead).endswith("s")

    def _topic(self, at: int, end: int) -> int:
        """A thing that the sentence goes on about: named, unless the sentence judges it."""
        if (
            self.words[end - 1].kind == "c"
            and end - at == 1
            and self._lemma(self._after(end)) in self.lexicon.sets["like"]
        ):
            self._clause("O")
            return end
        verdict = self._verdict(self._after(end))
        asks, doubt, past = self.mood.asks, self.mood.doubt, self.mood.past
        self.mood = _Mood(who="I" if verdict else "T", sign=verdict, strong=True, asks=asks, doubt=doubt, past=past)
        self._cut(at, end)
        self.mood = _Mood(who="T", asks=asks, doubt=doubt, past=past, open=False)
        return end

    def _verdict(self, at: int) -> int:
        """Return the feeling in "<thing> is boring", "<thing> isn't for me", "<thing> is my favourite", else 0."""
        negated = self._kind(at + 1) == "-"
        verb = at + 2 if negated else at
        if self._low(verb + 1) == "me" and self._lemma(verb) in _TURNS:
            return -_TURNS[self._lemma(verb)] if negated else _TURNS[self._lemma(verb)]
        if self._low(at) not in _BE and self._kind(at) != "'":
            return 0
        sign, mine = 1, False
        for word in self.words[at + 1 : at + 8]:
            if word.kind == "-":
                sign = -sign
            elif self._is(word.low, "dull"):
                return -sign
            elif word.low in ("for", "my", "one", "of", "cup"):
                mine = mine or word.low == "my"
                continue
            elif word.low == "limits" or (word.low in ("me", "tea", "thing") and sign < 0):
                return -1
            elif mine and self._is(word.low, "bright"):
                return sign
            elif word.kind not in "wdjaz":
                return 0
        return 0

    def _head(self, at: int) -> bool:
        """Tell whether a phrase may end in this word."""
        word = self.words[at]
        sets = self.lexicon.sets
        if word.kind in "t":
            return True
        if word.kind not in "ncxgt" or word.low in sets["category"]:
            return word.low in sets["being"]
        return word.low not in sets["generic"] and word.low not in sets["ask_noun"]

    def _cut(self, at: int, end: int) -> None:
        """Trim a run to what a person would recognise as the name of the thing, and keep it."""
        sets = self.lexicon.sets
        self.mood.object = True
        full = end
        while (
            end > at
            and (self.words[end - 1].kind in "jz0wv'" or self.words[end - 1].low in sets["ask_noun"])
            and not self._head(end - 1)
            and not self._counted(end - 1)
        ):
            if self.words[end - 1].low in sets["soft"] and end - at > 1:
                break
            end -= 1
        while at < end and (
            (self.words[at].kind in "z0Kvw'" and not self._adjectival(at))
            or (self.words[at].low in sets["praise"] and self.words[at].kind != "c")
        ):
            at += 1
        negative = full > end and self.lexicon.cues.get(self.words[end].low, 1) < 0
        if at < end and self._allowed(at, end) and (negative or not self._predicative(at, end)):
            at = self._shortened(at, end)
            self._emit(at, end, turned=negative)

    def _counted(self, at: int) -> bool:
        """Tell whether a number belongs to the name before it ("Formula 1")."""
        return self.words[at].low.isdigit() and len(self.words[at].low) <= 2 and self._kind(at - 1) == "c"

    def _predicative(self, at: int, end: int) -> bool:
        """Tell whether a lone plain word behind "is" or "feel" is more likely a quality than a thing."""
        word, before = self.words[at], self._before(at)
        copula = self._low(before) in _BE or self._lemma(before) in ("feel", "seem", "look", "sound", "become", "get")
        being = self.mood.who == "I" and self._is(word.low, "being")
        return end - at == 1 and copula and word.kind in "ng" and not self.mood.heading and not being

    def _allowed(self, at: int, end: int) -> bool:
        word, sets = self.words[end - 1], self.lexicon.sets
        if end - at > 1 and all(w.kind in "c0" for w in self.words[at:end]):
            return True
        if word.low in sets["soft"]:
            return (
                end - at > 1 and any(w.kind != "j" or w.low not in sets["praise"] for w in self.words[at : end - 1])
            ) or word.low in sets["solo"]
        return self._head(end - 1)

    def _shortened(self, at: int, end: int) -> int:
        """Return a later start where a run of plain words is too long for a name."""
        names = all(w.kind in "ct'" or w.low in ("of", "the") for w in self.words[at:end])
        limit = MAX_WORDS + 2 if names else MAX_WORDS
        while end - at > limit or self.words[at].kind in "'p":
            at += 1
        return at

    def _emit(self, at: int, end: int, *, turned: bool = False) -> None:
        mood = self.mood
        start, stop = self.words[at].start, self.words[end - 1].end
        text = self.source[start:stop]
        if mood.who == "O" or mood.muted or mood.past or mood.skip or not _presentable(text):
            return
        sign = -1 if turned or (mood.without and mood.sign >= 0) else mood.sign
        stated = (
            ((mood.who == "I" and bool(sign)) or mood.without) and not mood.asks and not mood.doubt and not mood.far
        )
        if not stated and sign < 0:
            sign = 0
            if mood.doubt:
                return
        polarity: Literal[1, -1] = -1 if stated and sign < 0 else 1
        polarity = self._found_so(end, polarity)
        self.found.append(Phrase(text, start, stop, polarity, "stated" if stated or polarity < 0 else "mentioned"))

    def _found_so(self, end: int, polarity: Literal[1, -1]) -> Literal[1, -1]:
        """Read the judgement in "I find flashcards boring"."""
        return -1 if self.mood.finding and self._is(self._low(self._after(end)), "dull") else polarity


def _presentable(text: str) -> bool:
    """Tell whether a phrase can stand as a label: some letters, and not a lone small syllable."""
    letters = sum(map(str.isalpha, text))
    if not text.isascii() and letters:
        return len(text) <= 60
    return (
        (letters >= 3 or (letters >= 1 and len(text) >= 2 and not text.islower()))
        and len(text) <= 60
        and "\n" not in text
    )


def phrases(source: str, start: int, end: int) -> list[Phrase]:
    """Return the phrases of the English in `source[start:end]`, in text order, spans counted in `source`."""
    found: list[Phrase] = []
    for sentence in _words(source, start, end):
        if sentence:
            found.extend(_Reader(sentence, source).read())
    return found
