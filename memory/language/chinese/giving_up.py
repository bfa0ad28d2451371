"""What Chinese speakers tell that they gave up, do no more or never liked: "鱼竿都卖了", "我不再跑步了", "我嫌吵，从来不去".

Other than a feeling, such a remark may be on what somebody else's clause named: "老伴爱打麻将，我是真不爱打".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..who import Who
from ..words import words
from .meant import SMALL, TAKEN_ALONG, TASTES, behind, inside, mine, place_at
from .orders import DEEDS, must_leave
from .reading import Named
from .sentence import Sentence
from .told import Stretch, Told, asks, follows_others, gear, pastimes
from .words import PAUSE

_LETS: Final = "(?:能|让|敢|想|再|准|许|给|可以|会)*"
_TIME: Final = "[0-9一二两三四五六七八九十几半百多]+个?(?:天|月|年|周|星期|礼拜)"

_ENDS: Final = re.compile(
    rf"(?:一概|一律|坚决|彻底|早就?|从此|压根|一(?:口|点儿?|滴|根|颗|片|筷子)|以后|再也?)(?:也|都|就|再|我)*不{_LETS}{DEEDS}[了啦]?$"
    r"|不能再?(?:吃|喝|碰|沾|抽)[了啦]$"
    rf"|现在(?:也|都|就|再|我)*不{_LETS}(?:吃|喝|碰|沾|抽)[了啦]?$|不(?:让|许|准){DEEDS}[了啦]?$"
    r"|(?:也|都|全|早|已经?)*戒[了掉]+(?:.{1,6}[年天月周])?[了啦]?$"
    rf"|{_TIME}没再?(?:吃|喝|抽|碰|沾)过?(?:一口|一滴|一根)?[了啦]?$"
    r"|早?就?(?:转行|改行)了$|坑.{0,6}爬出来了|出坑了"
    rf"|不得再?{DEEDS}了$|打死(?:也|都|我)*不再?{DEEDS}(?:第二[次回])?了?$|这?辈子(?:也|都|再|我)*不{_LETS}{DEEDS}[了啦]?$"
    r"|(?<![没不])(?:玩|吃|看|听|喝|打|刷|追|跑|练)得?(?:腻|烦|厌|伤)[了死]|卸(?:载|了|掉)|(?:没有|不会有)(?:下|第二)[次回]"
    rf"|{DEEDS}不动[了啦]$|不怎么{DEEDS}[了啦]$|{DEEDS}得(?:比.{{1,4}})?(?:越来越)?少[了啦]$|(?:很少|极少|难得)再?{DEEDS}[了啦]$"
    rf"|(?:{_TIME}|好几年|多年|[几十]来?年)(?:都|也)?没(?:怎么|再)*{DEEDS}过?[了啦]?$|(?<=[烟酒糖茶肉球])我?(?:也|都|早|已经?|全)*不{DEEDS}[了啦]$"
    r"|(?<=[烟酒])(?:都|全)?不沾$|(?:也|都|已经|含泪|挥泪|彻底|正式|就此|只能)*(?:告别|说再见|说拜拜)[了啦]$"
    r"|(?:没|不)(?:打算|想|准备|会)?再?续(?:费|卡)?[了啦]?$"
)
"""What was named before it is given up."""
_REFUSES: Final = re.compile(
    rf"就?不(?:该|应该|配)(?:存在|出现|上桌)|一(?P<piece>.)一(?P=piece)[地的]?(?:[全都给我])*往?外?(?:挑|拣|捡|夹)"
    rf"|[闻看听吃提想][着到见]?[就都]想?(?:躲|跑|绕|走|逃)|(?:抿|尝|吃|喝|咬)了?一小?口就(?:倒|扔|吐|放下|推)"
    r"|[坐站]得我.{1,4}[疼酸麻痛]|[吵闹震]得我?.{1,4}[疼痛慌]|[看听读]了?.{0,5}就睡着|全程(?:尬|打瞌睡|睡|玩手机|看手机|闭着?眼|犯困|走神|想走|想逃)"
    r"|(?:中场|半场|中途|一半)就?(?:溜|走|跑|撤|退场|睡着)了|我(?:就|是|真)*嫌.{0,4}[吵闹烦脏臭腥膻油腻累挤乱俗晒假多]"
    r"|(?:看|听|闻|提|想)(?:见|到|着|起)?就(?:烦|恶心|反胃|想吐|来气|犯困)"
    rf"|从来?(?:都|就|也)?不{DEEDS}$|(?:以后|下次|打死)(?:也|都|再|我)*不{_LETS}{DEEDS}[了啦]?$"
)
"""What was named before it is disliked."""
_NOT_FOND: Final = re.compile(r"(?:不|没那么|没多)爱(打|看|听|玩|吃|喝|跳|去|唱|下|逛|养)[了的]?$")
_SOLD: Final = re.compile(
    r"(?:都送给了?(?![我你])|卖(?:了|掉)|卖给|挂(?:到|在|上)?[闲咸]鱼|送人|转让|转给|转手|处理掉?了|收走了?|出掉了)"
)
_LEFT: Final = re.compile(
    r"退(?:出|队|团|会)了|(?:班|课|卡|群|社|会员|年票|季票)(?:我|也|都|早|刚|就)*(?:退|停|注销|转给|转让|不续)|[退停]了?掉?了.{0,8}(?:班|课|卡|群|社|会员)|(?:班|课|卡|群|社)里?我?退了"
)
_ADVICE: Final = re.compile(
    r"(?:医生|大夫|医嘱|中医|牙医|营养师)(?:也|都|老|总)*(?:(?:让|叫|要|要求|建议|劝|说|嘱咐)(?:我|咱|俺)?(?:得|要|必须|先|暂时|以后|最好|千万|尽量)*"
    r"(?:戒掉?|忌口?|少|别再?|不能再?|不要再?|不许再?)|(?:不让|不许|不准|禁止)我?再?)(?:吃|喝|碰|抽|打|玩|练|沾)?"
)
_WAS_ONCE: Final = re.compile(
    rf"{DEEDS}得比(?:以前|之前|从前|过去)少(?:多|很多)?[了啦]$"
    "|(?:都|已经|早就|早已|就)*是?(?:很久|好久|多年|好几年|[一二三四五六七八九十几]+年)?(?:以前|之前|过去|前|当年|年轻时候?)的事情?儿?[了啦]$"
)
"""What stands before it was so once: "爬山是以前的事了"."""
_PARTED_FROM: Final = re.compile(
    "[跟和与同](?P<what>.{1,8}?)(?=(?:含泪|挥泪|彻底|正式|永远|就此|果断|早就?|已经|都)*(?:告别|说再见|说拜拜|拜拜|永别|诀别|说分手)[了啦])"
)
_LEAVES_OFF: Final = re.compile(
    rf"(?:很少|极少|难得|不怎么|没怎么)(?:再|去|会)*{DEEDS}(?=.+[了啦]$)|"
    rf"(?:再也?|以后|从此)(?:也|都|再|就|我)*不(?:想|会|敢|再)?(?:折腾|搞|弄|碰|玩|沾)|{_TIME}没再?(?:吃|喝|抽|碰|沾)过?"
)
"""What is named behind these is given up."""
_NOT_TO_SUGGEST: Final = re.compile(r"(?:别|不要|不用|甭)再?(?:(?:给|跟|向)我)?(?:推荐|安利|推送|推)(?:给我)?[了啦]?$")
"""What stands before it is not to be suggested: "恐怖片就别推荐给我了"."""
_NOT_ANY_MORE: Final = re.compile(
    r"(?:再也?(?:都|就|我)*不(?:想|会|敢|去|再)*|不再|(?:不想|不会|不打算|没打算|不敢|不准备)再|没再(?=.*[了啦过]$))去?"
    r"|(?:再也?|从此|以后|后来|就)(?:都|就|我)*没(?:再|怎么)?(?:碰|摸|玩|打|看|练|弹|跳|骑)过"
    r"|(?<![久天日周月年阵间晚次还])没有?(?:去|在)?(?=[^的]{2,6}[了啦]$)"
    rf"|(?:从今天起|从今天开始|从今往后|从现在起|今后)(?:都|就|我|再|也)*不再?{DEEDS}?(?=.*[了啦]$)"
)
"""A pastime right behind these is given up: "再也不炒股了", "没再跑步了"."""
_PARTS_FROM_NOTHING: Final = re.compile(
    "公司|单位|学校|旧|闲置|多余|换|升级|新的|买了|又.{0,3}[上开回]|重装|重新|驱动|软件|系统|程序"
)
"""Where this stands with it, what was sold, left or stopped was so for something better, or is taken up again."""
_JOINS: Final = frozenset("和跟与及、")
_BODY: Final = words("浑身 全身 身上 膝盖 肩膀 手腕 脚踝 肚子 脑袋 嗓子 胃 腰 腿")
_ANY_GEAR: Final = frozenset({"装备", "器材", "家伙什"})
_CUES: Final = re.compile(
    r"不[动沾]|得.{0,6}少|很少|极少|难得|不怎么|没怎么|年.{0,2}没|前的事|过去的事|告别|再见|拜拜|永别|分手|[烟酒糖茶肉球]我?.{0,2}不|[吃喝].{1,8}(?:拉肚|过敏|疹|心慌|睡不|失眠|疼|痛|恶心|肿|舒服|难受|不适|晕|胀)|一[吃喝闻碰]|再[也不]|没.?[碰摸]|没.{2,7}[了啦]$|从[今现]|今后|[没不][打想会敢准].?.?再|推荐|安利|推送|就[烦恶反来犯]|续|不[能让敢想再准许给可会吃喝碰沾抽玩打去看听跳养钓练弹跑学折搞弄追买爬骑游该应配爱续]|没[再吃喝抽碰沾那多]|戒|[转改]行|一(.)一\1|[就都][睡躲跑想绕走逃倒扔吐放推]|得我|得.{1,4}[疼慌]"
    r"|全程|[中半]场|中途|一半|嫌|卖|鱼|坑|送人|送给|转[让给手]|处理|收走|出掉|退|停|注销|医|大夫|营养师|科主任|科教授|不得再|[别莫勿]再?[吃喝加放搁撒有]|不要|最[怕烦头]|[腻烦厌伤][了死]|卸|[吃喝闻到].{1,6}就|辈子|打死|没有下"
)
"""One of these stands in each of the remarks."""
_DEED: Final = re.compile("[吃喝](?=[了啦]?$)")
_OF_FOOD: Final = re.compile("[吃喝碰沾抽戒看听]")
_FAR: Final = 6
"""How many clauses back what was had once may be named."""
_NEAR: Final = 3
"""How many clauses back a remark may be on something."""
_BARE_FAULT: Final = 4
"""So many characters has "我就嫌吵", which names no thing of its own."""


def may_give_up(text: str) -> bool:
    """Tell whether a text has a word of those that give something up."""
    return _CUES.search(text) is not None


def gives_up(told: Told, stretch: Stretch) -> bool:
    """Read a remark that gives something up or refuses it; tell whether the clause is one."""
    if not may_give_up(stretch.text):
        return False
    if _is_not_to_be_suggested(told, stretch):
        return True
    if (found := mine(told, stretch, _WAS_ONCE)) and (one := _before(told, stretch, found)):
        told.refuse(one, ends=True)
        return True
    if not _is_meant(told.sentence, stretch):
        return False
    if (found := mine(told, stretch, _PARTED_FROM)) and (left := list(behind(told, stretch, found.start("what")))[:1]):
        told.refuse(left[0], ends=True)
        return True
    if must_leave(told, stretch):
        return True
    if found := _ADVICE.search(stretch.text) or mine(told, stretch, _LEAVES_OFF):
        advised = list(behind(told, stretch, found.end()))
        for named in advised:
            told.refuse(named, ends=True)
        if advised:
            return True
    if _is_not_done_any_more(told, stretch):
        return True
    for pattern, on_what, ends in _REMARKS:
        if (found := mine(told, stretch, pattern)) and (one := on_what(told, stretch, found)):
            told.drop(inside(told, stretch, *found.span()))
            told.refuse(one, ends=ends)
            for also in _joined_before(told, stretch, one):
                told.refuse(also, ends=ends)
            return True
    return False


def _is_not_to_be_suggested(told: Told, stretch: Stretch) -> bool:
    """Refuse what a clause forbids to suggest; tell whether it does."""
    found = None if asks(told.sentence, stretch) else _NOT_TO_SUGGEST.search(stretch.text)
    one = found and _before(told, stretch, found)
    if one:
        told.refuse(one, ends=True)
    return bool(one)


def _is_not_done_any_more(told: Told, stretch: Stretch) -> bool:
    """End the pastime that the speaker does no more; tell whether there is one."""
    found = mine(told, stretch, _NOT_ANY_MORE)
    span = found and told.pastimes.get(place_at(told.sentence, stretch, found.end()))
    if not span or told.sentence.text(span[1]) == "的":
        return False
    told.refuse(told.named(*span), ends=True)
    return True


def _joined_before(told: Told, stretch: Stretch, one: Named) -> Iterator[Named]:
    """Yield what "和" joins to a thing in front of it: of "海鲜和动物内脏", 海鲜."""
    sentence = told.sentence
    at = next((place for place in stretch.words if sentence.words[place].start >= one.start), stretch.first)
    while at > stretch.first and sentence.tag(at - 1).startswith("n"):  # 动物 of 动物内脏
        at -= 1
    while sentence.text(at - 1) in _JOINS and (before := _thing(told, at - 2)):
        yield before
        at -= 2


def _is_meant(sentence: Sentence, stretch: Stretch) -> bool:
    if asks(sentence, stretch) or any(sentence.listed(at, "hypothetical", "past", "hearsay") for at in stretch.words):
        return False
    return not _PARTS_FROM_NOTHING.search(f"{stretch.text},{stretch.behind}")


# What it is on


def _before(told: Told, stretch: Stretch, found: re.Match[str]) -> Named | None:
    """Return what a remark is on: what its clause names before it, or else what the clauses before it name last."""
    stop = place_at(told.sentence, stretch, found.start())
    here = range(stop - 1, stretch.first - 1, -1)
    if named := next(filter(None, (_thing(told, at) for at in here)), None):
        return named
    if any(told.sentence.tag(at) == "n" and not told.sentence.listed(at, "generic") for at in here):
        return None  # something else
    finds_fault = "嫌" in found[0]
    near = 1 if finds_fault and len(found[0]) > _BARE_FAULT else _NEAR  # "我嫌虫子多"
    if (deed := _DEED.search(found[0])) and (named := _had(told, stretch, deed[0])):
        return named
    if not _OF_FOOD.search(found[0]):  # "钓鱼嘛，以前常去，好几年没去了"
        pastime = next((told.pastimes[at] for at in _earlier(told, stretch, near) if at in told.pastimes), None)
        if pastime:
            return told.named(*pastime)
    places = (at for at in _earlier(told, stretch, near) if at in told.pastimes or not finds_fault)
    return next(filter(None, (_thing(told, at) for at in places)), None)


def _had(told: Told, stretch: Stretch, deed: str) -> Named | None:
    """Return the food or drink that somebody made the speaker have: "(推荐我)喝咖啡"."""
    if not TAKEN_ALONG.search(stretch.before):
        return None
    for at in _earlier(told, stretch, _FAR):
        word = told.sentence.words[at]
        if word.text.startswith(deed) and len(word.text) > len(deed) + 1:
            return Named(word.start + len(deed), word.end, at)
        behind = at + 1
        if word.text == deed and told.sentence.tag(behind) == "n" and not told.sentence.listed(behind, "generic"):
            return told.named(behind, behind + 1)
    return None


def _earlier(told: Told, stretch: Stretch, near: int) -> Iterator[int]:
    """Yield the places of the clauses before, backwards."""
    pauses = 0
    for at in range(stretch.first - 1, -1, -1):
        pauses += told.sentence.tag(at) == PAUSE
        if pauses > near:
            return
        yield at


def _same_deed(told: Told, stretch: Stretch, found: re.Match[str]) -> Named | None:
    """Return the pastime that somebody was said to do with the same verb: "(老伴爱)打麻将"."""
    for at in _earlier(told, stretch, _NEAR):
        span, word = told.pastimes.get(at), told.sentence.words[at]
        if span and (told.sentence.text(span[0] - 1).endswith(found[1]) or word.text.startswith(found[1])):
            return told.named(*span)
        if word.text.endswith(found[1]) and found[1] + told.sentence.text(at + 1) in pastimes():  # "爱看" and "球"
            return Named(word.end - 1, told.sentence.words[at + 1].end, at)
    return None


def _thing(told: Told, at: int) -> Named | None:
    """Return what a word names: a pastime, a phrase that was read, a taste ("甜的"), a small thing ("烟")."""
    sentence, word = told.sentence, told.sentence.words[at]
    if span := told.pastimes.get(at):
        return told.named(*span)
    if word.text not in _BODY and told.is_read(at) and not sentence.listed(at, "generic", "kin", "circumstance", "do"):
        return told.named(at, at + 1)
    taste = word.text in TASTES and sentence.text(at + 1) == "的"
    return Named(word.start, word.end, at) if taste or word.text in SMALL else None


def _sold(told: Told, stretch: Stretch, _: re.Match[str]) -> Named | None:
    """Return what is given up with what was sold or left: a pastime in the clause, or that whose gear it was, or the gear."""
    if span := next((told.pastimes[at] for at in stretch.words if at in told.pastimes), None):
        return told.named(*span)
    sold = next((at for at in stretch.words if told.sentence.text(at) in gear()), None)
    if sold is None:
        return _done_once(told, stretch)
    named = told.reading.pastimes[-1:]
    if named and told.reading.whose[named[0].at] is not Who.OTHERS:
        return named[0]
    return None if told.sentence.text(sold) in _ANY_GEAR else told.named(sold, sold + 1)


_ONCE: Final = re.compile("(?:之前|以前|原本|本来|曾|有在)[^,，]{0,6}?(?:玩|打|弹|拉|养|骑|拍|练)[^,，]{1,12}[,，]$")


def _done_once(told: Told, stretch: Stretch) -> Named | None:
    """Return what the clause before says was done once, where this one names nothing: "之前有在玩 Switch，(後來賣掉了)"."""
    if not _ONCE.search(stretch.before) or any(told.sentence.tag(at).startswith("n") for at in stretch.words):
        return None
    places = (at for at in _earlier(told, stretch, 1) if told.is_read(at))
    return next(filter(None, (_thing(told, at) for at in places)), None)


_REMARKS: Final = (
    (_ENDS, _before, True),
    (_REFUSES, _before, False),
    (_NOT_FOND, _same_deed, False),
    (_SOLD, _sold, True),
    (_LEFT, _sold, True),
)
"""Remarks, what each is on, and whether that was an interest once."""


NO_MORE: Final = ("不再", "再也不")
_DONE_TO: Final = frozenset("吃喝碰沾抽玩打去看听跳养钓练弹跑学搞弄追买爬骑游拍画写唱做拉吹织种刷逛撸滑泡")
_BETWEEN: Final = frozenset({"了", "过", "那些", "这些", "任何", "什么"})


def does_no_more(told: Told, stretch: Stretch) -> bool:
    """Read "不再" with what the speaker does no more; tell whether the clause says so."""
    if not any(words in stretch.text for words in NO_MORE) or asks(told.sentence, stretch):
        return False
    if any(told.sentence.listed(at, "hypothetical", "past", "hearsay") for at in stretch.words):
        return False
    whose = told.reading.whose
    for at in stretch.words:
        behind = at + 1 if told.sentence.text(at) in NO_MORE else at + 2
        said = told.sentence.text(at) in NO_MORE or told.sentence.text(at) + told.sentence.text(at + 1) in NO_MORE
        mine = whose[at] is Who.SPEAKER or (whose[at] is Who.UNSAID and not follows_others(told.reading))
        if said and mine and (named := _done(told, stretch, behind)):
            told.refuse(named, ends=True)
            return True
    return False


def _done(told: Told, stretch: Stretch, at: int) -> Named | None:
    """Return the pastime at a place, or what a deed there is done to; None for "不再担心跑步"."""
    if at < stretch.stop and at in told.pastimes:
        return told.named(*told.pastimes[at])
    sentence = told.sentence
    if at >= stretch.stop or sentence.text(at) not in _DONE_TO:
        return None
    at += 1
    while at < stretch.stop and sentence.text(at) in _BETWEEN:
        at += 1
    if at >= stretch.stop:
        return None
    if span := told.pastimes.get(at):
        return told.named(*span)
    thing = sentence.tag(at).startswith("n") and not sentence.listed(at, "generic", "kin", "others")
    return told.named(at, at + 1) if thing else None
