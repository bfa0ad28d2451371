"""What Chinese speakers must leave or leave out: a doctor's order, what makes them ill, "别放辣", what they dread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .meant import behind, inside, mine
from .reading import Named
from .told import Stretch, Told

DEEDS: Final = "(?:吃|喝|碰|沾|抽|玩|打|去|看|听|跳|养|钓|练|弹|跑|学|折腾|搞|弄|追|买|爬|骑|游)"
"""What may be done to a thing that is left."""
_ORDERED: Final = re.compile(
    rf"(?:把|连)?(?P<what>.{{1,8}}?)(?:的东西)?(?:一[口点滴根颗]儿?|半[点口]|一概|一律|全部?|统统|通通|都|也|就|暂时)*"
    rf"(?:(?:不准|不能|不许|不让|不要|不可以|[别莫])(?:再|我)*{DEEDS}|(?:要|得|必须|应该)(?:停|戒|忌|断)|停|戒)[了掉口啦]*$"
)
"""What a doctor forbids by name: "(医生喊我)海鲜不准吃"."""
_FORBIDDEN: Final = re.compile(rf"^(?:不准|不能|不许|不让|不要|不可以|[别莫])(?:再|我)*{DEEDS}(?P<what>.{{1,8}})$")
_NOT_LET: Final = re.compile(
    rf"^(?P<what>.{{1,8}}?)(?:的东西|之类的?|什么的)?(?:医生|大夫|中医|牙医|营养师)(?:也|都|老|总)*(?:不让|不许|不准|禁止|不建议)我?(?:再)?{DEEDS}[了啦]?$"
)
"""What a doctor forbids stands before them: "甜的大夫不让吃"."""
_DOCTOR: Final = re.compile(
    r"(?:医生|大夫|医嘱|中医|牙医|营养师|科主任|科教授)(?:也|都|老|总|就|今天|昨天)*"
    r"(?:(?:喊|叫|让|要|说|劝|嘱咐|交代|叮嘱|建议|警告|要求)了?(?:我|咱|俺)?(?:们)?|(?:不让|不许|不准|禁止)我)[,，:：]?(?:以后|从今天起|先)?"
)
_FOR_SOMEBODY: Final = re.compile(
    "[他她它您你]|我[家]?[妈爸爷奶姐妹哥弟娃]|孩子|儿子|女儿|老[公婆伴爸妈]|宝宝|客人|朋友|同事|狗|猫"
)
_FOR_NOW: Final = re.compile(
    "暂时|先别|这几天|这两天|这周|这个月|这段时间|今天|明天|术前|检查前|手术前|拆线|吃药期间|[周天月]内"
)
_LEFT_OUT: Final = re.compile("(?:别|不要|莫|勿)再?(?:加|放|搁|撒|有)")
_FOOD: Final = re.compile("菜|吃|外卖|披萨|面|粉|汤|饭|锅|奶茶|餐|食谱|沙拉|馅|饺|粥|蛋糕")
_DREADS: Final = re.compile("我(?:这人|真的|是)*最(?:怕|烦|头疼)的?(?:就是|是|的)?(?=.)")
_UNWELL: Final = (
    "(?:肠胃|肚子?|胃|[头嗓]子?|喉咙|心脏)里?(?:就|会|都|总|老是?|有点|很|特别|一直|也)*"
    "(?:不舒服|难受|不适|不消化|受不了|发?[晕胀慌烧肿])"
)
"""How a part of the body feels: "胃不舒服"."""
_ILL: Final = (
    "(?:拉肚子|腹泻|过敏|[起长出](?:红|皮)?疹|心慌|心悸|手抖|偏?[头胃肚]子?[疼痛]|反胃|恶心|想吐|睡不着|失眠|胀气|嘴?肿|痒|起疙瘩"
    f"|{_UNWELL})"
)
_SOME: Final = "(?:[了过](?![的就]))?(?:(?:一?[点口块片杯碗]|一点儿)(?=[^就都了]))?"
_MAKES_ILL: Final = re.compile(
    f"(?<![不没])(?:一?(?:吃|喝)|一?闻到?|一碰到?){_SOME}(?P<what>(?![多撑饱坏错药太得不完凉个这那一了])[^就都]{{1,6}}?)的?嘴?我?就.{{0,4}}"
    "(?:心慌|手抖|[头胃肚]子?[疼痛晕]|拉肚子|过敏|疹|痒|恶心|反胃|睡不着|失眠|吐|难受|不舒服|胀气|肿|疙瘩|想跑|犯困)"
    "|(?P<fore>[^,，一我就]{1,6}?)一(?:吃|喝|碰|闻|沾)(?:到|上|嘴|了)?我?就.{0,4}(?:失眠|睡不着|心慌|肿|疹|过敏|痒|吐|拉肚子|[头胃肚]子?[疼痛晕]|恶心|反胃|疙瘩)"
    f"|(?<![不没])(?:吃|喝){_SOME}(?P<plain>(?![多撑饱坏错药太得不完凉个这那了一偏有])[^就都会不没嘴]{{1,6}}?)的?(?:了|完|之?后|以后)?"
    f"(?:嘴|我|会|都|总|老|是|容易|经常)*{_ILL}"
    f"|(?P<topic>[^,，一我就不没]{{1,6}}?)的?我一?(?:吃|喝|碰|闻|沾)(?:到|上|嘴|了|完|一?口)*(?:我|嘴|就|会|都|总)*{_ILL}"
    f"|^(?P<lead>[^,，一我就不没多药]{{1,6}}?)的?(?:吃|喝|碰)(?:了|一[颗口个块杯片点碗只]|一?点)(?:我|嘴|就|会|都|总|老是?)*{_ILL}"
)
"""What makes the speaker ill is refused."""


def must_leave(told: Told, stretch: Stretch) -> bool:
    """Refuse what the speaker must leave, or wants left out; tell whether a clause says so."""
    return _makes_ill(told, stretch) or _ordered(told, stretch) or _left_out(told, stretch) or _dreads(told, stretch)


def _makes_ill(told: Told, stretch: Stretch) -> bool:
    """Read "喝牛奶就拉肚子", "芒果一碰就肿"."""
    found = mine(told, stretch, _MAKES_ILL)
    if found is None or _FOR_SOMEBODY.search(stretch.text):
        return False
    group = next(name for name, what in found.groupdict().items() if what)
    if group == "lead" and told.sentence.listed(stretch.first, "kin", "others", "pet", "you"):  # "猫吃了拉肚子"
        return False
    told.drop(inside(told, stretch, found.end(group), len(stretch.text)))
    told.refuse(inside(told, stretch, *found.span(group)), ends=False, whole=False)
    return True


def _ordered(told: Told, stretch: Stretch) -> bool:
    """Read what a doctor forbids the speaker, in the clause that names them or in the one behind it."""
    topic = _NOT_LET.search(stretch.text)
    if topic and not _FOR_SOMEBODY.search(stretch.text) and not _FOR_NOW.search(stretch.before + stretch.text):
        told.refuse(inside(told, stretch, *topic.span("what")), ends=True, whole=False)
        return True
    doctor = _DOCTOR.search(stretch.text)
    begin = doctor.end() if doctor else 0
    if not (doctor or _DOCTOR.search(stretch.before)):
        return False
    if _FOR_SOMEBODY.search(stretch.before + stretch.text) or _FOR_NOW.search(stretch.before + stretch.text):
        return False
    left = stretch.text[begin:]
    found = _FORBIDDEN.search(left) or _ORDERED.match(left)
    if found is None:
        return False
    start, stop = found.span("what")
    for named in _each(told, stretch, begin + start, begin + stop):
        told.refuse(named, ends=True)
    return True


def _each(told: Told, stretch: Stretch, start: int, stop: int) -> Iterator[Named]:
    """Yield what "和" joins between two offsets of a clause, each by itself: "海鲜和啤酒"."""
    offset = 0
    for at in stretch.words:
        if start < offset < stop and told.sentence.listed(at, "join"):
            yield inside(told, stretch, start, offset)
            start = offset + len(told.sentence.text(at))
        offset += len(told.sentence.text(at))
    if start < stop:
        yield inside(told, stretch, start, stop)


def _left_out(told: Told, stretch: Stretch) -> bool:
    """Read what is not to be in a dish: "别放辣", "别有香菜就行"."""
    found = _LEFT_OUT.search(stretch.text)
    around = f"{stretch.before}{stretch.text}{stretch.behind}"
    if found is None or not _FOOD.search(around) or _FOR_SOMEBODY.search(around):
        return False
    return _refuse_behind(told, stretch, found.end())


def _dreads(told: Told, stretch: Stretch) -> bool:
    """Read "我最怕的就是打麻将"."""
    found = _DREADS.search(stretch.text)
    if found is None or _FOR_SOMEBODY.search(stretch.text, found.end()):
        return False
    return _refuse_behind(told, stretch, found.end())


def _refuse_behind(told: Told, stretch: Stretch, offset: int) -> bool:
    first = list(behind(told, stretch, offset))[:1]
    for named in first:
        told.refuse(named, ends=False)
    return bool(first)
