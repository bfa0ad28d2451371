"""Whether a message asks for a present for somebody else: their taste counts then, and not the person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...memory.language.script import in_mandarin
from ...memory.recall.plain import MOST_CHARACTERS, plain
from .wanted import is_own_wish

_SAME = tuple(
    frozenset(one.split())
    for one in (
        "mother mom mum mummy mommy mama",
        "father dad daddy papa",
        "brother bro",
        "sister sis",
        "grandmother grandma gran granny nana nanna",
        "grandfather grandpa grandad granddad gramps",
        "husband hubby",
        "wife missus",
        "boyfriend bf",
        "girlfriend gf",
        "friend pal buddy bestie bff",
        "aunt auntie aunty",
        "妈妈 妈 母亲 老妈 阿妈 阿媽",
        "爸爸 爸 父亲 老爸 老豆 阿爸",
        "姐姐 姐",
        "妹妹 妹",
        "哥哥 哥",
        "弟弟 弟 细佬 細佬",
    )
)
"""Words for the same one of a person's people."""

_PEOPLE = (
    r"(?:(?:mother|mom|mum|dad|father|parent|sister|brother|wife|husband|son|daughter|kid|child|uncle|aunt|cousin|nephew|niece"
    r"|friend|partner|girlfriend|boyfriend|colleague|coworker|co-worker|boss|neighbou?r|teacher|roommate|flatmate|housemate|manager|in-law|\w+-in-law"
    r"|fianc[eé]e?|toddler|bro|sis|pal|mate|nana?|nanna|gran|grann(?:y|ies)|aunt(?:ie|y)|mum+y|mommy|mama|daddy|papa|gramps|hubby|missus|spouse|bf|gf|bff"
    r"|bestie|sibling|twin|lad|lass|coach|tutor|trainer|mentor|supervisor|professor|client|landlord|landlady|nurse|doctor|nanny|babysitter|host|hostess"
    r"|couple|classmate|teammate|workmate|student|pupil|crush|teenager|teen|foreman|cleaner|postman|guest|man|woman|guy|girl|boy)s?"
    r"|children|lad(?:y|ies)|wives|bab(?:y|ies)|budd(?:y|ies)|grand\w+|step\w+|god(?:mother|father|parents?|son|daughter|child\w*))"
)
_CHINESE = (
    r"(?:老?妈妈?|老?爸爸?|父亲|母亲|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|老公|老婆|丈夫|妻子|男朋友|女朋友|男友|女友|儿子|女儿|孩子|娃|朋友|闺蜜"
    r"|同事|同学|老师|老板|领导|室友|舍友|爱人|对象|媳妇|先生|太太|岳父|岳母|婆婆|公公|爸妈|父母|老人家?|长辈|亲戚|侄[子女]|外甥女?|闺女|孙[子女]|小孩"
    r"|宝宝|嫂子|姐夫|师傅|客户)"
)
_LIKES = (
    r"(?:loves?|likes?|enjoys?|adores?|collects?|plays?|into"
    r"|(?:obsessed|crazy|mad|wild|keen|nuts) (?:with|about|on|for)|(?:a )?\w* ?fan of)"
)
_PRESENT = re.compile(r"\b(?:gifts?|presents?|(?:buy|get|give) (?:him|her|them|my|our|a)\b)|礼物|送(?!货|快递|餐|外卖)")
_TASTE = re.compile(
    rf"\b(?:he|she|they|who|my {_PEOPLE})(?:'s| is| are|'re)? (?:\w+ ){{0,2}}{_LIKES}\b"
    rf"|(?:[他她]们?|{_CHINESE})"
    r"(?:平时|最近|一直|都|就|很|特别|非常|超级?|最|挺|比较|也){0,3}(?:喜欢|热爱|爱[^人情]|迷上?|痴迷)"
)
_SOMEBODY = re.compile(
    rf"\b(?:for|him|her|them)\b|\b(?:my|our|a) (?:[\w-]+ ){{0,2}}{_PEOPLE}\b|[给送](?!我|自己)|[他她]"
)
_GIFT = re.compile(
    r"\b(?:gifts?|presents?)\b(?! (?:cards?|vouchers?|from)\b)"
    rf"|\b(?:buy|get|give|bring) (?:him|her|them|(?:my|our) (?:[\w-]+ )?{_PEOPLE})\b"
    rf"|礼物|送(?:给)?(?:[他她]|我?们?的?{_CHINESE})|送(?:什么|啥|点|个|些|份|件)"
    rf"|给我?们?的?(?:[他她]|{_CHINESE})(?:买|挑|选|准备)(?:点|个|些|份|件)?(?:什么|啥)|买(?:点|个)?(?:什么|啥)(?:礼物|东西)?给"
)
_PERSON = re.compile(
    rf"\b(?:for|buy|get|give|bring) (?:him|her|them|(?:(?:my|our|an?|the) (?:[\w-]+ ){{0,2}}?)?{_PEOPLE})\b"
    rf"|\b(?:my|our) (?:[\w-]+ ){{0,2}}?{_PEOPLE}(?:'s)? (?:\w+ )?(?:birthday|wedding|anniversary)\b"
    rf"|[给送为](?:[他她]|我?们?的?(?:[好老大小]|最好的)?{_CHINESE})|[他她]"
    rf"|{_CHINESE}的?(?:快要?|要|今年|下周|下个?月|过|\d+岁?|[一二三四五六七八九十]+岁?)*(?:生日|大?寿|结婚|婚礼|毕业|乔迁|搬新家|升职|高升|开业|考上|退休|荣休|离职|辞职|跳槽|调走|搬家|出国|回国|订婚|新婚|入伙|要走|走了|生娃|生孩子|生宝宝|满月|[^，。]{{0,3}}节)"
)
_ALONG = re.compile(
    rf"给(?:我|咱)?们?(?:家|的)?(?:[他她]们?|{_CHINESE})(?:用|看|吃|喝|穿|玩|学|听|读|住)"
    rf"|[带陪]着?(?:我|咱)?们?(?:家|的)?(?:[他她]们?|{_CHINESE})(?:去|到|看|吃|玩|逛|做|过)?.{{0,4}}(?:哪|什么|啥)"
)
"""In Chinese: what somebody else is to use, see or do."""
_OCCASION = (
    r"(?:(?:his|her|their|the|this) )?(?:\d+\w* )?(?:birthday|b-?day|christmas|x-?mas|hanukkah|eid|diwali|valentine\S*|easter|wedding"
    r"|anniversary|graduation|retirement|christening|baptism|bar mitzvah|bat mitzvah|housewarming|leaving do|baby shower|name day)"
)
_NO_NAME = (
    r"(?!(?:me|my\w*|us|our\w*|you\w*|it|that|this|these|those|what|which|the|an?|some|any\w*|no|under|less|more|about|around|max|only|up"
    r"|(?:what|which)ever|free|ready|done|cheap|started|rid|everyone|everybody|today|to(?:night|morrow)|now|next|last|first|then|instead|online|here|there|home|work|school|uni|office|house|charity|fun"
    r"|secret|santa|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|march|april|may|june|july|august"
    rf"|september|october|november|december|spring|summer|autumn|winter|mother'?s|father'?s|new|{_OCCASION})\b)"
)
_NAME = rf"{_NO_NAME}(?P<name>[^\W\d_]{{2,}}(?: (?!for\b|on\b|who\b|and\b|at\b|this\b|next\b|turn\w*\b|is\b)[^\W\d_]{{2,}})?)"
"""Whoever a present is for, by their name: any word that is no date, occasion or place. Two, of "auntie Jo"."""

_A_GIFT = r"(?<!at )(?<!have a )(?<!has a )(?<!got a )(?<!i'm )(?<!my )\b(?:gifts?|presents?|pressies?)\b(?! (?:cards?|vouchers?)\b)"
_GIVE = r"(?:give|get|buy)"
_TO_GIVE = rf"\bwhat (?:should|could|can|shall|do|might) (?:i|we) {_GIVE}\b"
_BEHIND_A_NAME = r"(?=\W*$|'s?\b|[,.?!(]| (?:for|on|who|and|at|this|next|turn\w*|is)\b)"
_NAMED = tuple(
    map(
        re.compile,
        (
            rf"{_A_GIFT}(?: (?:ideas?|suggestions?|tips|options?))* for {_NAME}{_BEHIND_A_NAME}",
            rf"\bwhat\b[^.?!]* {_GIVE} {_NAME} (?:for|on) {_OCCASION}",
            rf"(?:{_A_GIFT}|\bwhat\b[^.?!]* {_GIVE}\b)[^.?!]* for {_NAME}'s? {_OCCASION}",
            rf"(?:^|[ .,!?]){_NAME}'s {_OCCASION}\b.*(?:{_A_GIFT}|{_TO_GIVE})",
            r"[给送为](?!我|自己|给|了|的|来|过|你|什么|啥|谁|点|些|个|一|礼|[他她]|货|快递|餐|外卖)(?P<name>[\u4e00-\u9fff]{1,4}?)"
            r"(?:送|买|准备|挑|选|过)?(?:什么|啥|个|一?份)?(?:生日|圣诞|新年)?礼物",
        ),
    )
)
_WRITTEN_AS_A_NAME = re.compile(rf"{_TO_GIVE} (?={_NO_NAME})(?-i:[A-Z])[\w-]+\W*$", re.IGNORECASE)
"""With no occasion only what is written as a name is one."""

_EUROPEAN = re.compile(
    r"\b(?:(?:ver)?schenken?|geschenke?)\b.*\b(?:mein(?:e[rmn]?)?|ihm|ihr|ihnen|für)\b|\bregal(?:os?|ar\w*|o)\b.*\b(?:mis?|para|una?)\b"
    r"|\bregalar(?:le|les)\b|\b(?:cadeaux?|offrir)\b.*\b(?:mon|ma|mes|lui|leur|pour)\b"
)
"""German, Spanish and French."""
_KIN = re.compile(
    rf"\b(?:(?:my|our|an?|the) (?:[\w-]+ ){{0,2}}?|(?:for|buy|get|give|bring|ideas?) )(?P<kin>{_PEOPLE})\b"
    rf"(?!-| in[ -]law|'s (?!{_OCCASION}))|(?P<han>{_CHINESE})"
)
_OWN = re.compile(
    r"\bfor (?:me|myself)\b|\bfür mich\b|\bpara mí\b|\bpour moi\b|给我自?己?(?:买|送|选|挑)个?|送给?自己|送给?我|送了我|送的礼物"
)


def _plain(text: str) -> str:
    """Return the beginning of a text as the patterns look for words in it, what Cantonese says otherwise as in Mandarin."""
    return plain(in_mandarin(text[:MOST_CHARACTERS]))


def is_for_somebody(text: str) -> bool:
    """Return whether a message asks for a present for somebody else, or what somebody else is to see or use.

    >>> is_for_somebody("A present for my dad?"), is_for_somebody("A present for me? I love fishing."), is_for_somebody("送妈妈什么好？")
    (True, False, True)
    >>> is_for_somebody("What could I give Anna for Christmas?"), is_for_somebody("What could I get for Christmas?")
    (True, False)
    """
    words = _plain(text)
    told = _PRESENT.search(words) and _TASTE.search(words) and _SOMEBODY.search(words)
    kin = _GIFT.search(words) and _PERSON.search(words)
    named = any(one.search(words) for one in _NAMED) or _WRITTEN_AS_A_NAME.search(text[:MOST_CHARACTERS])
    somebodys = bool(told or kin or named or _ALONG.search(words) or _EUROPEAN.search(words))
    return somebodys and not _OWN.search(words) and not is_own_wish(text)


def is_for_oneself(text: str) -> bool:
    """Return whether a message says that it is for the person themselves.

    >>> is_for_oneself("And for me?"), is_for_oneself("and what about me"), is_for_oneself("And for her?")
    (True, True, False)
    """
    words = _plain(text)
    return bool(_OWN.search(words) or re.search(r"\babout me\b", words))


def receiver(text: str) -> tuple[str, ...]:
    """Return the words by which whoever a present is for may be called, none where it is for nobody else.

    >>> receiver("Gift idea for my bro?"), receiver("A present for Ellie's birthday?"), receiver("A present for me?")
    (('bro', 'brother'), ('ellie',), ())
    """
    if not is_for_somebody(text):
        return ()
    called = dict.fromkeys(_called(_plain(text)))
    same = [word for one in called for kin in _SAME if one in kin for word in sorted(kin)]
    return tuple(dict.fromkeys([*called, *same]))


def _called(words: str) -> Iterator[str]:
    for pattern in _NAMED:
        for found in pattern.finditer(words):
            yield from dict.fromkeys([found["name"], found["name"].split()[-1]])
    yield from (found["kin"] or found["han"] for found in _KIN.finditer(words))
