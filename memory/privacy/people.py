"""Names of people where somebody is introduced: `my name is …`, `I'm Dr. …`, `我叫…`. A name in passing is not seen.

Whoever is only spoken of ("I met Grace Hopper") may be a singer, an author or a film, which is what interests are made of: telling them
apart takes a model (presidio.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions

_WORD = r"(?:[A-ZÀ-ÞĀ-Ž]\.|[A-ZÀ-ÞĀ-Ž][\w'’-]{0,24})"
_NAME = rf"{_WORD}(?: (?:van|von|de|der|den|la|da|di|del|bin|al|el) | ){_WORD}(?: {_WORD})?|{_WORD}"

_SAID = re.compile(
    r"\b(?i:(?:my|his|her|their|our) (?:(?:full|first|last|real|legal|middle|maiden|sur) ?)?names? (?:is|was|are)"
    r"|my (?:\w+ )?name['’]s|name['’]s|(?:my|his|her) (?:\w+ )?(?:wife|husband|son|daughter|brother"
    r"|sister|mother|father|mom|mum|dad|boss|partner"
    r"|girlfriend|boyfriend|friend|doctor|dentist|teacher|neighbou?r|colleague|roommate"
    r"|therapist)(?:['’]s name is| is (?:called|named)|,? called|,? named)"
    r"|(?:i am|i['’]m) (?:called|named)|people call me|friends call me|everyone calls me"
    r"|my friends call me|signed(?:,| by)|introduce myself[,:]? (?:i['’]m|i am)"
    r"|(?:i am|i['’]m|this is|it['’]s|my \w+ is) (?=(?:dr|mr|mrs|ms|prof|professor|sir)\.? [A-Z]))"
    rf"[,:]?\s{{0,2}}(?P<title>(?:(?i:dr|mr|mrs|ms|prof|professor|sir)\.? )?)(?P<name>{_NAME})"
)
_SMALL = re.compile(
    r"\bmy name(?: is|['’]s) (?P<name>[a-zß-ÿ][a-zß-ÿ'’-]{1,20})(?P<more> [a-zß-ÿ][a-zß-ÿ'’-]{1,20})?(?=[.,!?;\n]"
    r"|$| and\b| but\b|, )"
)
_ABROAD = re.compile(
    r"(?<!\w)(?i:ich hei(?:ß|ss)e|mein (?:\w+ )?name ist|je m['’]appelle|mon (?:\w+ )?nom est|me llamo|mi (?:\w+ )?nombre (?:\w+ )?es"
    r"|mi chiamo|il mio (?:\w+ )?nome è|(?:eu )?me chamo|(?:o )?meu (?:\w+ )?nome é|ik heet|mijn (?:\w+ )?naam is)"
    rf"[,:]?\s{{1,2}}(?P<name>{_NAME})(?![\w'’-])(?! willkommen\b)"
)
"""Introductions in German, French, Spanish, Italian, Portuguese and Dutch."""
_FORM = re.compile(
    rf"(?:^|\n)[ \t]{{0,4}}(?i:(?:full |first |last |sur)?name|customer|patient|passenger"
    rf"|姓名)\s?[:：]\s{{0,2}}(?P<name>{_NAME})(?=\s*(?:$|\n|[,;|]))"
)
_CLOSING = re.compile(
    rf"(?:^|\n)[ \t]{{0,4}}(?i:best(?: regards| wishes)?|kind regards|regards|sincerely|yours(?: truly"
    rf"| sincerely| faithfully)?|cheers|love|thanks|thank you)"
    rf"\s?[,!.]?\s{{0,2}}\n\s{{0,3}}(?P<name>{_NAME})(?=\s*(?:$|\n))"
)
_SPEAKING = re.compile(rf"\b[Tt]his is (?P<name>{_NAME})(?= (?:speaking|calling|here|from)\b)")

_FULL = r"[A-ZÀ-Þ][a-zß-ÿ'’-]{1,24} [A-ZÀ-Þ][a-zß-ÿ'’-]{1,24}"
_HERE = re.compile(
    rf"(?:^|[\n.!])\s*(?i:hi|hello|hey|dear all|good (?:morning|evening)),?\s?(?P<name>{_FULL})(?= here(?:[.,!:\n]|$))"
)

_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir)\.? )?"
_BEGUN = r"(?:O['’])?[A-ZÀ-Þ][a-zß-ÿ][\w'’-]{0,23}"
_I_AM = re.compile(
    rf"\b[Ii](?: am|['’]m) {_TITLE}(?P<name>{_BEGUN}(?: {_BEGUN}){{1,2}})(?=[.,!;\n]|$| from\b| and\b| but\b| by\b)"
)
"""Two or three names in a row: one alone may be a mood, a creed or a joke."""
_RELATION = (
    r"(?:(?:big|little|older|younger|elder|twin|half|step|best|ex)[ -]?)?(?:wife|husband|son|daughter|brother|sister|mother|father|mom|mum"
    r"|dad|boss|partner|girlfriend|boyfriend|fianc[ée]e?|friend|neighbou?r|colleague|roommate|flatmate|cousin|aunt|uncle|niece|nephew"
    r"|grandma|grandpa|grandmother|grandfather)"
)
_MINE = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur) {_RELATION},? {_TITLE}(?P<name>{_BEGUN}(?:(?: (?:van|von|de|der|den|da|di|la|le)){{0,2}} {_BEGUN}){{0,2}})"
)
"""Somebody of one's own with their name behind: "my sister Marta Vogt plays harp"."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐庄章鲁倪庞聂伍翟詹申焦柴岳柯骆"
)
_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|南宫|独孤"
_CHINESE = re.compile(
    r"(?:我叫做?|我的名字(?:叫做?|是)|我名叫|我的?(?:全名|真名|本名|大名)(?:叫|是)|本人(?:名叫|叫)|姓名(?:是|为|：|:)|"
    r"我(?:的)?(?:老公|老婆|丈夫|妻子|儿子|女儿|爸爸|妈妈|父亲|母亲|哥哥|姐姐|弟弟|妹妹|朋友|同事|老板|老师|男朋友|女朋友|室友|邻居|医生)(?:名?叫|的名字(?:是|叫)))"
    rf"\s?(?P<name>(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    rf"|[A-Z][a-z]{{1,15}}(?: [A-Z][a-z]{{1,15}})?)"
)
_RUNS_ON = re.compile(r"[，。！？,.!?；;、\s今是来在的和也很从我他她住](?s:.*)")

_NOT_NAMES = frozenset(
    """not the a an on in at of for to and or so too also just hard spelled pronounced very really often never always still my your his her
    their it that this what which unknown none n/a important mud legion common rare long short unusual different misspelled easy difficult
    changed boring English Chinese French German Spanish Italian Japanese Korean Russian irrelevant secret Programm Hase""".split()  # noqa: SIM905 - too many quotes
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names are, without their titles."""
    if mentions(text, _TRIGGERS):
        for form in (_SAID, _SMALL, _SPEAKING):
            yield from _spans(text, form)
    if mentions(text, ("i am", "i'm", "i’m")):
        yield from _people(text, _I_AM)
    if mentions(text, ("my ", "our ")):
        yield from _people(text, _MINE)
    if " here" in text:
        yield from _spans(text, _HERE)
    if mentions(text, _TRIGGERS_ABROAD):
        yield from _spans(text, _ABROAD)
    if "\n" in text or ":" in text or "：" in text:
        yield from _spans(text, _FORM)
        yield from _spans(text, _CLOSING)
    for match in _CHINESE.finditer(text):
        name = _RUNS_ON.sub("", match["name"]) if match["name"][0] > "z" else match["name"]
        if len(name) > 1:
            yield match.start("name"), match.start("name") + len(name)


def _spans(text: str, form: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in form.finditer(text):
        start, end = match.span("name")
        words = match["name"].split()
        if words[-1].endswith(("'s", "’s")) or words[0].strip(".'’").casefold() in _FOLDED:
            continue
        while len(words) > 1 and words[-1].casefold() in _ENDINGS:
            end -= len(words.pop()) + 1
        while text[end - 1] in ".'’-" and not re.search(r"\b[A-Z]\.$", text[start:end]):
            end -= 1
        yield start, end


def _people(text: str, form: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield names with nothing before them that says so: none of their words may be a day, a people or a place."""
    for start, end in _spans(text, form):
        if not any(word in _CAPITALS or word.endswith(_OF_A_PEOPLE) for word in text[start:end].split()):
            yield start, end


_CAPITALS = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November
    December Christmas Easter God Jesus English French German Dutch Irish New York Los Angeles San North South East West Team Type Gen
    Generation Big Little The In At Very Not So Just Currently From On Yes No Ok Okay Thanks Hello Hi What Who How Why When Where And But Or
    If""".split()  # noqa: SIM905 - too many quotes
)
_OF_A_PEOPLE = ("ican", "ish", "ese", "ian", "rean", "opean", "'s", "’s")

_TRIGGERS = (
    " name",
    "called",
    "named",
    "call me",
    "calls me",
    "dr",
    "mr",
    "ms",
    "prof",
    "sir ",
    "signed",
    "introduce",
    "this is ",
    "name:",
)
_TRIGGERS_ABROAD = (
    *(
        "heiße",
        "heisse",
        "mein ",
        "m'appelle",
        "m’appelle",
        "mon ",
        "llamo",
        "nombre",
        "chiamo",
        "nome",
        "chamo",
        "heet",
        "naam",
    ),
)
_FOLDED = frozenset(word.casefold() for word in _NOT_NAMES)
_ENDINGS = frozenset(
    ("i", "and", "i'm", "but", "i’m", "i'd", "nice", "my", "please", "from", "speaking", "calling", "here")
)
