"""What a turn is by its form: whether it tells something of the person, what they like, do or have; and whether it asks for advice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from ..language.words import sections
from ..topics.find import naming
from .plain import plain

_POLITE: Final = r"^\W*(?:(?:please|hey|hi|hello|ok|okay|so|and|but|well|also)\b[ ,]*)*"

_WHAT: Final = (
    r"(?:what|which|who|where|when|why|how)"
    r"(?:'s|'re|(?: \w+){0,3}? (?:is|are|was|were|do|does|did|can|could|should|would|will))\b"
)
_CAN: Final = r"(?:can|could|would|will|do|does|did|is|are|should|may|am)(?:n't)? (?:i|you|we|it|there|they|my)\b"

_ASKS_FIRST: Final = re.compile(
    rf"{_POLITE}"
    r"(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should"
    r"|shall|may|might|have|has"
    r"|am|tell|give|show|find|let|help|set|book|make|turn|play|add|put|call|send|remind|order|get|go|list|check|cancel|change|convert"
    r"|translate|schedule|read|say|look|pull|take|use|start|stop|create|update|remove|delete|pay|transfer|move|ask|explain|recommend"
    r"|suggest|any|reserve|block|unblock|connect|alert|notify|inform|fix|calculate|compute|compare|confirm|verify|redeem|increase|raise|lower"
    r"|describe|define|spell|speak|talk|repeat|reset|dial|email|text|message|erase|pick|replace|resume|sync|submit|write|estimate|figure"
    r"|open|close|lock|unlock|track|freeze|apply)\b"
    r"|^\W*(?:hey |hi |ok |so |and )?please \w"
    r"|^\W*(?:at|on|in|for|by|to|from|with|of) (?:what|which|whom|how)\b"
    rf"|^\s*{_CAN}"
    r"|^\W*(?:请|帮|告诉|推荐|什么|怎么|为什么|谁)"
)
_ASKS_LATER: Final = re.compile(
    r"[?？吗呢]\W*$"
    rf"|\b(?:please\W*$|(?:and|but|so|or)\b\s*(?:{_WHAT}|{_CAN})|(?:know|wonder|wondering)\s+{_WHAT})"
    rf"|[,.;:!]\s*(?:{_WHAT}|{_CAN})"
)
"""A question or a command: by how it begins; behind a comma ("I am out of milk, can you order some"), or by its end."""

_WANTS: Final = re.compile(
    rf"{_POLITE}(?:i|we)(?:'m|'re|'ve|'d|'ll| are| am| have| had| would| will| really| just| also| kind of| sort of)*"
    r" (?:need|needing|want|wanting|wanna|wish|(?:like|love) (?:to|for)|like (?:an?|some|you|my|the)"
    r"|look(?:ing)? (?:for|to)|searching for|try(?:ing)? to|got to|gotta|must|wonder|wondering)\b"
    r"|^\W*我?们?(?:想要?|要|需要|打算)"
)
"""Something is wanted now, of whoever listens."""

_LASTING: Final = re.compile(
    r"\b(?:prefer|avoid|hate|dislike|detest|despise|loathe|enjoy|adore|refuse|never|always|usually|often|favou?rite|allerg\w+|phobia"
    r"|intoleran\w+|vegan|vegetarian|coeliac|celiac|kosher|halal|only|exclusively|fan of|fond of|interest(?:ed)? in|keen on|into"
    r"|(?:afraid|scared|terrified|fear) of|(?:i|we) (?:really |just )?(?:love|like)"
    r"|aver(?:sion|se)|preference|prioriti[sz]e|fascinated|passionate|(?:un|not )comfortable"
    r"|(?:intoleran|sensitiv|opposed|committed|drawn)\w* (?:to|by)|(?:i|we) (?:learn|work|sleep|feel) best"
    r"|(?:can't|cannot|can not) (?:stand|bear|tolerate|eat|handle|drink|swim|digest)|(?:don't|do not|won't|will not)"
    r" (?:like|want|eat|enjoy|wear|watch|drink|consume|use|read|play|buy|drive|fly|cook|listen|travel|smoke))\b"
    r"|喜欢|讨厌|不爱|最爱|从不|总是|过敏|只[吃喝看听用穿买]|避免|受不了|偏爱|不[吃喝看听穿用]"
)
"""It holds for longer: "I need to avoid sugar", "I only want to own quiet pets"."""

_SEEKS: Final = re.compile(
    r"(?:^\W*(?:please )?|\byou (?:\w+ )?|\bto )(?:recommend|suggest|advise)\b|\b(?:recommend|suggest) (?:me|us|some|any)\b"
    r"|\b(?:any|some|your|more|me|us|good|new|need|want|offer|share|provide)(?: \w+){0,2}?"
    r" (?:recommendations?|suggestions?|ideas?|tips|advice|options)\b"
    r"|\b(?:should|could|can|might) (?:i|we)\b|\b(?:i|we) (?:should|could|can|might)\b[^.!]*\?|\bfor (?:me|us)\b|\bhelp me\b"
    r"|\b(?:what|which)(?:'s|'re| are| is| would be)?(?: \w+)? (?:some|a good|good|the best)\b"
    r"|\bi(?:'m| am) (?:\w+ )?(?:planning|looking|thinking|visiting|searching|trying)\b"
    r"|推荐|建议|适合|主意|该(?:去|吃|买|看|做|怎么)"
)

_BIDS: Final = re.compile(
    rf"{_POLITE}(?:what'?s|info(?:rmation)?|details|locate|switch|provide|look up|lookup|search|cancel|report|enable|disable)\b"
    r"|\b(?:need|want|wanna|gotta|must|like|love|wish) (?:to )?(?:know|see|hear|find|check|learn|ask|be told|you)\b"
    r"|^\W*我?想(?:知道|问|了解)"
)
"""More of what is asked of whoever listens, and says nothing of who asks: "I need to know", "I'd like you to"."""

_THEIRS: Final = re.compile(r"\b(?:my|our)\b|[我咱]")
_MUST_NOT: Final = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|vegan|vegetarian|coeliac|celiac|kosher|halal|(?:can't|cannot) (?:eat|have|drink))\b|过敏|吃素|不耐受"
)
"""What one's people must not have is kept to by whoever cooks for them; what they like is theirs."""

_THEY_LIKE: Final = re.compile(
    r"\b(?:loves?|likes?|enjoys?|adores?|collects?|plays?|prefers?|hates?|reads|paints|draws|knits|bakes|cooks|runs|rides|sings|makes|builds|grows"
    r"|watches|learns|learning|took up|taken up|started|joined"
    r"|into|mad|crazy|obsessed|keen|fan|hooked|hobby|favou?rite|wants?|wanted|wishes|needs?)\b"
    r"|喜欢|热爱|爱[^人情]|迷|收集|玩|学|想要"
)
"""What somebody likes, does or wants."""

_BARE: Final = re.compile(
    r"\b(?:(i)(m|ve)|(i)(d)(?= (?:like|love|rather|prefer|never|want))|(what|who|where|when|how)(s)"
    r"|((?:do|does|did|ca|wo|is|are|was|has|have|could|would|should)n)(t))\b"
)
"""Contractions without their sign: "im", "dont", "whats". "Ill" is a word of its own, and so is "id" before a noun."""

_SENTENCE: Final = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]?")

_OWN: Final = re.compile(r"\b(?:my|mine|our|ours)\b|[我咱]们?(?:的|家)")


def of_own(text: str) -> bool:
    """Tell whether a text speaks of something that is the person's own: a question on it is answered from what they have told.

    >>> of_own("Which pills did the vet give my dog?"), of_own("Which pills do vets give?"), of_own("我的狗吃什么药？")
    (True, False, True)
    """
    return bool(_OWN.search(plain(text)))


def tells_of_self(text: str) -> bool:
    """Tell whether a text says something of who says it, and not what they want just now.

    >>> tells_of_self("I avoid gluten."), tells_of_self("I need a taxi"), tells_of_self("我不吃肉")
    (True, False, True)
    """
    words = _signed(text)
    return _is_own(words) and not _asks(words) and (not _WANTS.search(words) or bool(_LASTING.search(words)))


def only_asks(text: str) -> bool:
    """Tell whether a text is nothing but questions and commands: that it was asked once says nothing, unless somebody asks for that.

    >>> only_asks("What is the weather?"), only_asks("I bake rye. Which flour is best?"), only_asks("怎么煮饭？")
    (True, False, True)
    """
    sentences = _sentences(text)
    return bool(sentences) and all(_asks(one) or _BIDS.search(one) for one in sentences)


def only_wants(text: str) -> bool:
    """Tell whether a text does no more than ask or say what is wanted now: that is mostly settled by the time of another message.

    >>> only_wants("I need a taxi."), only_wants("I need to avoid nuts."), only_wants("I want a dog. My flat is small.")
    (True, False, False)
    """
    sentences = _sentences(text)
    return bool(sentences) and not any(map(_lasts, sentences))


def _lasts(sentence: str) -> bool:
    if _asks(sentence) or _BIDS.search(sentence):
        return False
    return not _WANTS.search(sentence) or bool(_LASTING.search(sentence))


def only_acknowledges(text: str) -> bool:
    """Tell whether a reply says no more than that something was heard: it is worth no place in a prompt.

    >>> only_acknowledges("Sure, noted."), only_acknowledges("好的，不客气！"), only_acknowledges("In May.")
    (True, True, False)
    """
    return bool(_HEARD.fullmatch(_signed(text)))


_SAYS_NO: Final = re.compile(
    r"^\W*(?:(?:ah|oh|hm+|uh|well|uf|ay|ach|nun|the|alors|pues) ?\W*)*"
    r"(?:ugh+|e+w+|yuck|nah+|nope|no+ (?:way|thanks?|thank you)|hell no|god no|please no|anything but"
    r"|not (?:that|another|again|for me|my)\b"
    r"|no+(?=[,.!;:]| (?:not|please|i|that|it|more)\b)|non+(?=\W*$|[,.!;:]| (?:pas|merci|surtout|je|ça)\b)"
    r"|surtout pas|tout sauf|pas (?:de|d'|ça)"
    r"|beurk|berk|bof|nein|nee+|nö|bloß (?:nicht|kein)|bitte (?:nicht|kein)|alles außer|igitt|bäh"
    r"|puaj|qué asco|no[,.!]? (?:gracias|por favor|me)"
    r"|不要|不用(?!谢|客气)|别了|算了|才不|不行|我不(?:想|要|喜欢|爱|吃|看)|唔要|唔好)"
)
_YET: Final = re.compile(
    r"^\W*no\W*(?:problem|worries|idea|doubt|way,? (?:that'?s|this is) (?:so )?(?:great|cool|awesome|amazing))"
    r"|\b(?:love|perfect|sounds (?:good|great))\b"
)


def says_no(text: str) -> bool:
    """Tell whether a message begins by refusing what was suggested right before it.

    >>> says_no("ugh no horror, it gives me nightmares"), says_no("ah non pas d'horreur"), says_no("No problem, thanks!")
    (True, True, False)
    """
    words = _signed(text)
    return bool(_SAYS_NO.search(words)) and not _YET.search(words)


def tells_taste(text: str) -> bool:
    """Tell whether a sentence of a text says something of who says it that lasts: what they like, avoid, never or always do.

    What their people like is no taste of theirs; what these must not have counts, for it is kept to by whoever cooks for them.

    >>> tells_taste("I never eat meat. Is fish okay?"), tells_taste("My card got lost."), tells_taste("My aunt loves golf.")
    (True, False, False)
    """
    return any(map(_is_taste, _sentences(text)))


def _is_taste(sentence: str) -> bool:
    return _is_own(sentence) and not _asks(sentence) and bool(_LASTING.search(sentence))


def _asks(words: str) -> bool:
    return bool(_ASKS_FIRST.match(words) or _ASKS_LATER.search(words))


def _is_own(words: str) -> bool:
    return bool(_of_self().search(words) or (_THEIRS.search(words) and _MUST_NOT.search(words)))


def tells_of(text: str, names: Sequence[str]) -> int:
    """Return 2 for a text that says what somebody of some names likes or does, 1 for one that says something else of them, 0 for any other.

    >>> [tells_of(one, ["mum"]) for one in ("My mum loves tea.", "Mum rang.", "What should I get my mum?")]
    [2, 1, 0]
    """
    pattern = naming(*names)
    said = [one for one in _sentences(text) if pattern.search(one) and not _asks(one) and not _BIDS.search(one)]
    return max((2 if _THEY_LIKE.search(one) else 1 for one in said), default=0)


def seeks_advice(text: str) -> bool:
    """Tell whether a text asks for something new, that suits who asks, and not for what was said.

    >>> seeks_advice("What should I cook?"), seeks_advice("When did we meet?")
    (True, False)
    """
    return bool(_SEEKS.search(_signed(text)))


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.findall(_signed(text)) if any(map(str.isalnum, one))]


def _signed(text: str) -> str:
    """Return the beginning of a text in small letters, its contractions with their sign: "dont" has none."""
    return _BARE.sub(lambda found: "'".join(part for part in found.groups() if part), plain(text))


_HEARD: Final = re.compile(
    r"\W*(?:(?:sure|noted|ok(?:ay)?|al?right|got it|gotcha|understood|i see|i understand|right|yes|yep|thanks?|thank you|you're"
    r"|(?:very |most )?welcome|great|good|perfect|fine|cool|nice|lovely|of course|absolutely|certainly|no (?:problem|worries)|will do"
    r"|done|sounds (?:good|great|fun|nice|like a plan)|glad (?:to help|to hear (?:it|that)|i could help)|happy to help"
    r"|any ?time|my pleasure|don't mention it|for (?:that|telling me|letting me know)|so much|then|and"
    r"|i'll (?:remember|keep) (?:that|it)(?: in mind)?"
    r"|here(?:'s| is| are) (?:what i(?:'d| would) (?:suggest|recommend|try|do|say)"
    r"|(?:(?:some|a few|my|your) )?(?:ideas?|suggestions?|thoughts"
    r"|options|recommendations?|picks?))(?: for you)?|(?:a few|some) (?:ideas|suggestions)|let me (?:see|think)"
    r"|aquí (?:tienes|van) (?:algunas|unas) (?:ideas|sugerencias)|hier (?:sind|kommen) (?:ein paar|einige|meine) (?:ideen|vorschläge|tipps)"
    r"|voici (?:quelques|mes|des) (?:idées|suggestions|propositions)|以下是(?:一些|几个|我的)?(?:建议|推荐|想法)|给你(?:一些|几个)建议"
    r"|vale|claro|de nada|gracias|entendido|gern(?: geschehen)?|alles klar|verstanden|danke|bitte|d'accord|bien sûr|de rien|merci|compris"
    r"|好的?呀?|收到|明白了?|知道了|没问题|不客气|谢谢你?|当然|嗯|可以)\W*)+"
)


@cache
def _of_self() -> re.Pattern[str]:
    """Return the pattern of words for who speaks: "my sister" and 我妈 are somebody else. The lists are read at the first text."""
    kin, chinese = ("|".join(map(re.escape, sections(one)["kin"])) for one in ("english/lexicon", "chinese/lexicon"))
    return re.compile(
        rf"\b(?:i|i'm|i've|i'd|me|we|us|(?:my|our)(?! (?:[\w-]+ )?(?:{kin})\b))\b|[我咱](?!们?的?家?(?:{chinese}))"
    )
