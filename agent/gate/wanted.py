"""What a message asks for by its words alone, where its form says more than its meaning: a text on a subject that it names, what the
person themselves wishes for, whether they may eat something, and something to read or to watch.
"""

from __future__ import annotations

import re
from typing import Final

from ...memory.recall.plain import plain

_PIECE: Final = (
    r"(?:haikus?|poems?|limericks?|sonnets?|verses?|rhymes?|raps?|songs?|jokes?|riddles?|puns?|stor(?:y|ies)|tales?|skits?"
    r"|gedichte?|witze?|geschichten?|lied(?:er)?|reime?|poemas?|chistes?|cuentos?|historias?|canci(?:ón|ones)|poèmes?|blagues?|histoires?"
    r"|contes?|chansons?|haïkus?)"
)
_MAKES: Final = (
    r"(?:write|tell|make|compose|create|invent|give|need|want|schreib\w*|dichte\w*|erzähl\w*|mach|escrib\w*|cuént\w*|cuent\w*|haz(?:me)?"
    r"|écri\w*|raconte\w*|compose\w*|fais|invente\w*)"
)
_OWN_SUBJECT: Final = (
    r"(?:(?:some|any)(?:thing|one)|what(?:ever)?|things?"
    r"|me\b|myself|us\b|one of my|my (?:hobb|interest|favou?rite|likes|passion)\w*"
    r"|mich\b|uns\b|was\b|etwas|meine? (?:hobb|lieblings|interess)\w*|mí\b|algo|lo que|mis? (?:afici|gustos|hobb)\w*"
    r"|moi\b|nous\b|ce que|quelque"
    r"|mes (?:passions?|loisirs?|goûts?|hobb\w*))"
)
_ON_A_SUBJECT: Final = re.compile(
    rf"\b{_MAKES}\b[^.?!]{{0,40}}?\b{_PIECE}\b[^.?!]{{0,40}}? (?:about|on|über|von|vom|sobre|de|del|acerca de|sur|d') ?(?!{_OWN_SUBJECT})\w"
    rf"|^\W*(?:an? )?(?:short |funny )?{_PIECE} (?:about|on|über|sobre|sur) (?!{_OWN_SUBJECT})\w"
    r"|(?:写|讲|来|编|作)[^，。？?]{0,6}(?:关于|有关|以)(?!我)[^，。？?]{1,12}?的?(?:诗|歌|故事|笑话|小说|谜语)"
)
"""A poem about rain is of rain: what somebody likes has no place in it. About "something I love" it has."""

_FEAST: Final = (
    r"(?:birthday|b-?day|christmas|x-?mas|hanukkah|eid|valentine\S*|easter|anniversary|graduation|(?:mother|father)\S? ?s day"
    r"|geburtstag|weihnachten|cumple\w*|navidad(?:es)?|reyes|anniv\w*|noël)"
)
_WISHED: Final = re.compile(
    rf"\bwhat(?: present| gift)?(?: (?:do|should|could|would|can|to))?(?: i)? (?:want|wish|ask)(?: for)?\b[^.?!]*\b{_FEAST}\b"
    rf"|\b(?:what|ideas?|know)\b[^.?!]*(?<!did )"
    rf"\b(?:to (?:get|buy|give)|(?:can|could|should) (?:get|buy|give)) me\b[^.?!]*\b{_FEAST}\b"
    r"|\b(?:secret santa|wish ?list)\b[^.?!]*\b(?:from me|(?:i|me) want|ideas? for me|for me)\b|\bmy (?:christmas |birthday )?wish ?list\b"
    r"|\bgifts? ideas? (?:from|for) me\b"
    rf"|\bwas (?:(?:soll|kann|könnte) )?ich mir\b[^.?!]*\b{_FEAST}\b[^.?!]*\bwünsch\w*|\bwas (?:soll|kann) ich mir\b[^.?!]*\bwünschen\b"
    rf"|\bqué (?:(?:me )?pido|quiero|regalarme|pedir)\b[^.?!]*\b{_FEAST}\b|\bqué regalarme\b"
    rf"|\b(?:ce que je (?:veux|voudrais)|quoi (?:demander|m'offrir)|que demander|m'offrir)\b[^.?!]*\b{_FEAST}\b"
)
"""What others may give the person: the wishes are their own."""

_MAY_EAT: Final = re.compile(
    r"\b(?:can|could|may|should|am) i (?:still |really |allowed to |safely )?"
    r"(?:have|eat|drink|try|order) (?!been\b|to\b|your\b|my\b|more time)"
    r"|\b(?:is|are|'s)\b[^.?!]{1,40}\b(?:safe|ok|okay|fine|all ?right|off[- ]limits)\b(?: to eat)? for me\b"
    r"|\bam i (?:ok|okay|fine|safe) with\b|\banything i can(?:'t|not) (?:have|eat)\b"
    r"|\b(?:darf|kann) ich\b[^.?!]{1,40}\b(?:essen|trinken)\b|\bpuedo (?:comer|tomar|beber|probar)\b"
    r"|\b(?:puis-je|je peux|j'ai le droit de) (?:manger|boire|prendre|goûter)\b|我(?:能|可以)(?:吃|喝)|能吃吗|可以吃吗"
)
_SURELY_EATS: Final = re.compile(r"\b(?:eat|drink)\b|\b(?:essen|trinken|comer|beber|manger|boire)\b|[吃喝]")

_CLAUSE: Final = re.compile(r"[^,.;:!?，。；：！？]+")
_WHAT: Final = re.compile(
    r"\b(?:what|where|which|when|how|was|wo|wann|wie|qué|dónde|cómo|cuándo|quoi|où|quand|qu'est-ce)\b|[什啥哪怎]"
)
"""Who asks what or where they may eat asks for advice."""

_SORTS: Final = {
    "books": re.compile(
        r"\b(?:what|which book|something|anything|nothing) (?:\w+ ){0,3}?read\b|\bgood reads?\b|\b(?:next|new|good|book) read\b"
        r"|\bbook (?:recs?|recommendations?|tips?|suggestions?)\b|\bneed a (?:new )?(?:book|novel)\b"
        r"|\b(?:was|welches buch|welche bücher)\b[^.?!]*\b(?:les\w*)\b|\b(?:buch|lese)(?:tipps?|empfehlung\w*)\b"
        r"|\b(?:qué|que libro|qué libro) (?:me )?(?:leo|leer|puedo leer)\b|\bqué libros?\b"
        r"|\bje (?:lis|peux lire|pourrais lire) quoi\b|\b(?:quoi|que|quel livre) lire\b"
        r"|\bqu'est-ce que je (?:lis|peux lire|pourrais lire)\b"
        r"|书荒|[推荐求有]{1,4}(?:什么|点|些|几本|本)?(?:好看的)?(?:书|小说)(?!店|包|架|桌)|读点?(?:什么|啥)|看(?:什么|啥|点)书"
    ),
    "screen": re.compile(
        r"\bwhat (?:\w+ ){0,3}?(?:watch|stream|binge)\b|\b(?:movie|film|show|series) (?:recs?|recommendations?|tips?|suggestions?|night)\b"
        r"|\bwas (?:schau|guck|seh)\w* (?:ich|wir)\b|\b(?:film|serien)(?:tipps?|empfehlung\w*)\b"
        r"|\bwas (?:soll|kann)\w* (?:ich|wir)\b[^.?!]*\b(?:schauen|gucken)\b"
        r"|\bqué (?:veo|vemos|peli\w*|serie)\b|\b(?:on|je) regarde quoi\b|\bquoi regarder\b|\bquel(?:le)? (?:film|série)\b"
        r"|剧荒|看(?:什么|啥|部)(?:电影|剧|片)|[推荐求有]{1,4}(?:什么|点|些|部)?(?:好看的)?(?:电影|剧|片)"
    ),
}
"""What is asked for, by the sort of interests that serves it (serving.py)."""

BESIDE: Final = {"books": frozenset({"screen"}), "screen": frozenset({"books", "sport", "stage"})}
"""Other sorts that may bear on it: who follows football watches that, and who cannot stand horror wants no such novel."""


def is_on_a_subject(text: str) -> bool:
    """Tell whether a poem, a joke or a story is wanted on a subject that the message names.

    >>> is_on_a_subject("Write a haiku about rain"), is_on_a_subject("Tell me a story about something I love")
    (True, False)
    """
    return bool(_ON_A_SUBJECT.search(plain(text)))


def is_own_wish(text: str) -> bool:
    """Tell whether a message asks what the person might wish for from others.

    >>> is_own_wish("My mother asks what to get me for Christmas"), is_own_wish("What should I get my mother for Christmas?")
    (True, False)
    """
    return bool(_WISHED.search(plain(text)))


def may_eat(text: str) -> bool:
    """Tell whether a message asks whether the person may eat or have something.

    >>> [may_eat(one) for one in ("is satay safe for me", "Is the ice safe for my dog?", "Where can I eat?")]
    [True, False, False]
    """
    return any(_MAY_EAT.search(one) and not _WHAT.search(one) for one in _CLAUSE.findall(plain(text)))


def surely_eats(text: str) -> bool:
    """Tell whether a message asks that with a word of eating: "can I have a day off" may be of anything."""
    return may_eat(text) and bool(_SURELY_EATS.search(plain(text)))


def sort_wanted(text: str) -> str:
    """Return of what sort what a message asks for is, "" where its words do not say it.

    >>> sort_wanted("Was soll ich als nächstes lesen?"), sort_wanted("Where should I go?")
    ('books', '')
    """
    words = plain(text)
    found = [sort for sort, pattern in _SORTS.items() if pattern.search(words)]
    return found[0] if len(found) == 1 else ""
