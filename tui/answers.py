"""What a person answers to one of the questions of `penchant start`: its parts, each as a statement of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HAN = re.compile(r"[\u3400-\u9fff]")

_NOTHING = re.compile(
    r"(?:no|none|nothing|nope|skip|pass|n/?a|-+|(?:i )?(?:do not|don'?t) know|没有|没|无|跳过|不知道|没什么)[\s.!。！]*",
    re.I,
)

_SENTENCE = re.compile(r"(?:I|I['’](?:m|d|ve)|We)\b|我(?!的)|咱", re.IGNORECASE)
"""How an answer begins that is a sentence already."""

_ABBREVIATED = re.compile(r"\b(esp|incl|etc|e\.g|i\.e|usw)\.(?!\w)", re.IGNORECASE)
"""A point behind these ends nothing."""

_BORDER = re.compile(
    r"[;，；、]|,(?!\d{3})|\s[-–—/|]\s|(?<=\w{3})(?<!\bMrs)[.!?]+(?=\s|$)|[。！？]|(?:^|(?<=\s))(?:[-–•*]|\d+[.)])(?=\s)"
)
"""What parts one thing from the next in an answer: commas, bullets, the end of a sentence but no "St."."""

_AHEAD = re.compile(
    r"(?:(?:and|or|plus|also|y|und|et|sowie|especially|esp|e\.g|i\.e|mainly|mostly|particularly|primarily|above all|including|incl"
    r"|such as|like|sobre todo|vor allem|surtout)\b|&|以及|还有|特别是|尤其是|主要是|主要|比如|例如)[\s:：]*",
    re.IGNORECASE,
)
"""What stands before the thing itself."""

_GOES_ON = re.compile(
    r"(?:no|not|but|except|without|unless|when|while|if|because|since|though|so|as|that|which|who|where|with|in|on|at|for|to|from|by|of|near)\b"
    r"|但|不|除|没|因为|如果|只要",
    re.IGNORECASE,
)
"""How a part begins that says more of the one before it: "films (no horror)", "hiking, when it is dry"."""

_NO = re.compile(r"(?:no(?:t|thing|ne)?(?: (?:with|about|of))?(?: (?:that|this|the|any))?)\s+", re.IGNORECASE)
"""Before what a person does not want, where just that is asked: "no spoilers", "nothing about sport"."""

_AND_SO_ON = re.compile(
    r"(?:^|\s+|(?<=[\u3400-\u9fff]))(?:etc|usw|and so on|(?:stuff|things) like that|等等?)\W*$", re.IGNORECASE
)

_DETERMINER = re.compile(r"(?:my|our|the|an?|some|any|all|all kinds of)\s+", re.IGNORECASE)

_ABOUT = re.compile(r".*?\babout\s+(?=\S)", re.IGNORECASE)

_SIDES = re.compile(r"\s(?:and|or|y|und|oder|et|ou)\s")

_ELSEWHERE = re.compile(
    r"\s(?:y|und|et)\s|(?:^|[,;]\s*)(?:(?:el|los|las?|les?|der|die|das|une?|una|mis?|mon|ma|mes|meine?)\s|l['’])"
)
"""What is no English between two things, or ahead of one; with a capital it may begin a title."""

_TITLE = re.compile(r"\b[A-Z]\w*\s(?:and|or|y|und|oder|et|ou)\s[A-Z]")

_LABEL_WORDS = 3
"""More words are no name but something said, which is read or not."""

_EMPTY = frozenset({"thing", "things", "stuff", "lot", "lots", "kind", "kinds", "sort", "sorts"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question in both languages, and what a bare answer ("climbing, jazz") is completed to: in English, in Chinese, in others."""

    english: str
    chinese: str
    said: str
    said_in_chinese: str
    said_elsewhere: tuple[str, ...]
    polarity: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the person's; `label` is what it names where the sentence is not read so: a general word such as "film".

    `meant` says whether anything was found that it answers.
    """

    text: str
    label: str = ""
    polarity: int = 1
    meant: bool = True


QUESTIONS = (
    Question(
        "What do you like to do?",
        "你平时喜欢做什么？",
        "I like {}.",
        "我喜欢{}。",
        ("Me gusta {}.", "Ich mag {}.", "J'aime {}."),
    ),
    Question(
        "What would you like to read or learn about?",
        "你想了解或学习什么？",
        "I am interested in {}.",
        "我对{}感兴趣。",
        ("Me interesa {}.", "Ich interessiere mich für {}.", "Je m'intéresse à {}."),
    ),
    Question(
        "What should I leave you alone with?",
        "有什么是你不喜欢的？",
        "I don't like {}.",
        "我不喜欢{}。",
        ("No me gusta {}.", "Ich hasse {}.", "Je n'aime pas {}."),
        -1,
    ),
)


def statements(question: Question, answer: str) -> list[Said]:
    """Return the parts of an answer as statements: as they are where they say what is liked or not, else completed; none for no answer.

    >>> [one.text for one in statements(QUESTIONS[0], "climbing (esp. ice climbing), jazz and tea; I hate olives!")]
    ['I like climbing.', 'I like ice climbing.', 'I like jazz and tea.', 'I hate olives!']
    >>> [(one.text, one.label) for one in statements(QUESTIONS[2], "the news")], statements(QUESTIONS[0], "nothing")
    ([("I don't like the news.", 'news')], [])
    """
    answer = " ".join(answer.split())
    if not answer or _NOTHING.fullmatch(answer):
        return []
    frames = _frames(question, answer)
    parts = [side for part in _parts(answer, question.polarity) for side in _sides(question, part, frames)]
    return [_statement(question, part, frames) for part in parts]


def in_a_sentence(text: str) -> list[Said]:
    """Return what someone says unasked as statements: as it stands where it says what they like or not, else as an answer to the first
    question.

    >>> [one.text for one in in_a_sentence("climbing (esp. ice climbing), jazz")], [one.text for one in in_a_sentence("I love jazz; tea")]
    (['I like climbing.', 'I like ice climbing.', 'I like jazz.'], ['I love jazz; tea'])
    """
    whole = [Said(text)]
    return whole if _SENTENCE.match(text) or _told(text) else statements(QUESTIONS[0], text) or whole


def _parts(answer: str, polarity: int) -> Iterator[str]:
    """Yield what an answer lists, each without what stands before it; a sentence stays whole."""
    for piece in re.split(r"\s*[;；]\s*", _ABBREVIATED.sub(r"\1", answer)):
        if _SENTENCE.match(piece):
            yield piece
        else:
            yield from _listed(piece, polarity)


def _listed(piece: str, polarity: int) -> list[str]:
    found: list[str] = []
    for part in map(str.strip, _BORDER.split(_opened(piece))):
        thing = _AND_SO_ON.sub("", _bare(part, _AHEAD))
        if polarity < 0 and (no := _NO.match(thing)) and not _told(thing):
            thing = thing[no.end() :]
        if not re.search(r"\w", thing):
            continue
        if found and _GOES_ON.match(thing) and not _told(thing):
            found[-1] += ("，" if HAN.search(thing) else ", ") + thing
        else:
            found.append(thing)
    return found


def _opened(piece: str) -> str:
    """Return a piece with what stands in brackets as parts of their own, unless it says where or what not."""

    def opened(match: re.Match[str]) -> str:
        inside = match[1].strip()
        return match[0] if _GOES_ON.match(inside) else f", {inside},"

    return re.sub(r"[(（]([^()（）]*)[)）]", opened, piece)


def _bare(text: str, ahead: re.Pattern[str]) -> str:
    while (found := ahead.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text


def _frames(question: Question, answer: str) -> tuple[str, ...]:
    """Return what the parts of an answer can be completed to, the likeliest first."""
    from ..memory.language.foreign import is_foreign

    if HAN.search(answer):
        return (question.said_in_chinese,)
    elsewhere, foreign = _ELSEWHERE.search(answer), is_foreign(answer)
    likeliest = sorted(question.said_elsewhere, key=lambda frame: -len(_found(frame, answer, question)))
    return (*likeliest, question.said) if elsewhere else (question.said, *(likeliest if foreign else ()))


def _found(frame: str, said: str, question: Question) -> list[str]:
    """Return what the question is answered by, read from a completed answer."""
    from ..memory import extract

    return [one.text for one in extract(frame.format(said)) if one.polarity == question.polarity]


def _sides(question: Question, part: str, frames: tuple[str, ...]) -> list[str]:
    """Return a part as what it joins, where that is not all read together: "film and pottery", but not "rock and roll"."""
    sides = _SIDES.split(part)
    if len(sides) < 2 or _SENTENCE.match(part) or _TITLE.search(part):
        return [part]
    found = _found(frames[0], part, question)
    together = len(found) >= len(sides) or any(map(_SIDES.search, found))
    return [part] if together or not all(_statement(question, one, frames).meant for one in sides) else sides


def _statement(question: Question, part: str, frames: tuple[str, ...]) -> Said:
    told = _told(part)
    bare = part.rstrip(" .!?。！？")
    best = max(frames, key=lambda frame: len(_found(frame, bare, question)))
    found = len(_found(best, bare, question))
    if _SENTENCE.match(part) or (len(told) >= max(found, 1) and not _is_turned(part, told, question)):
        return Said(part)
    if found:
        return Said(best.format(bare))
    if (heard := _ABOUT.sub(_HEARING, bare, count=1)) != bare and _found(question.said, heard, question):
        return Said(question.said.format(heard))
    if label := _label(bare):
        whole = question.said_in_chinese if HAN.search(bare) else question.said
        return Said(whole.format(bare), label, question.polarity)
    return Said(part, meant=False)


def _told(part: str) -> list[int]:
    """Return what a part says by itself: for each thing that it states whether that is liked, 1, or not, -1."""
    from ..memory import extract

    return [int(one.polarity) for one in extract(part) if one.stance == "stated"]


def _is_turned(part: str, told: list[int], question: Question) -> bool:
    """Return whether what reads like a liking by itself is an answer to what is disliked: "my commute"."""
    return _DETERMINER.match(part) is not None and question.polarity not in told


_HEARING = "hearing about "
"""What people who talk, write or go on about something are liked or disliked for."""


def _label(part: str) -> str:
    """Return the name that a part is, without its article; nothing for people, for "stuff", and for what is said at length."""
    from ..memory.language.english.lexicon import Part, lexicon

    name = _bare(part, _DETERMINER)
    words = name.casefold().split()
    if HAN.search(name):
        return name if len(name) <= 2 * _LABEL_WORDS else ""
    named = {None, Part.EITHER, Part.GERUND, Part.ADJECTIVE}
    parts = [lexicon().parts.get(word) for word in words]
    is_name = 0 < len(words) <= _LABEL_WORDS and set(parts) <= named and parts[-1] is not Part.ADJECTIVE
    return name if is_name and words[-1] not in _EMPTY else ""
