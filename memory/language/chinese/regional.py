"""Words of Cantonese, and of Hong Kong and Taiwan, as those of Mandarin that the lists know, character for character.

Places in the text stay the same: "學緊日文" becomes "学着日文", "唔食得辣" "吃不了辣".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..words import words

_KEPT: Final = frozenset("唔睇咩乜")
"""Characters of Cantonese that tell it from Mandarin, kept until it is read."""
_MANDARIN: Final = str.maketrans("唔睇咩乜", "不看啥啥")
_WORDS: Final = dict(
    pair.split("=")
    for pair in sorted(
        words(
            "而家=现在 依家=现在 礼拜=星期 琴日=昨天 寻日=昨天 噚日=昨天 听日=明天 成日=经常 间中=偶尔 得闲=有空 好耐=好久"
            " 同埋=以及 但系=但是 细佬=弟弟 老细=老板 老豆=老爸 阿妈=妈妈 阿爸=爸爸 阿嫲=奶奶 阿爷=爷爷 阿公=外公 阿婆=外婆"
            " 家姐=姐姐 细妹=妹妹 老友=朋友 膝头=膝盖"
            " 乜嘢=什么 咩嘢=什么 边度=哪里 边个=哪个 点解=怎么 点样=怎样"
        )
    )
)
_A_WORD: Final = re.compile(
    "|".join(_WORDS)
    .replace("礼拜", "(?<![做守])礼拜(?!堂)")
    .replace("听日", "(?<![收聆好倾动])听日(?![本语文剧式])")
    .replace("成日", "(?<![译换变写改做说转当看])成日(?![本语文元式圆])")
    .replace("老友", "老友(?!记)")
)
_MOUTH: Final = "[食吃饮喝]"
_HAS_EATEN: Final = {"食": "吃", "饮": "喝", "掂": "碰"}
_CHANCE: Final = re.compile("卖晒|卖完|排队|可惜|[想爱]食|[想爱]饮|订[位到]|执笠|收工|关门|今日|昨天|明天|[嗰呢个]")
"""Who cannot eat something for one of these reasons is well able to."""
_NOT_BORNE: Final = re.compile(f"(?P<mouth>{_MOUTH})唔[到得](?=.)")
_NOT_LIKED: Final = re.compile(f"(?P<mouth>{_MOUTH})唔(?P<how>惯(?=.)|落)(?P<full>[嘢饭喇啦了啊㗎]|$)?")
_NOT_ALLOWED: Final = re.compile(f"唔(?P<mouth>{_MOUTH}|掂|碰)得(?![起掂闲])")
_GOING_ON: Final = re.compile(
    "(?P<deed>[睇食饮煲焗]|[学玩听练读写画织弹煮养跳拍追煎](?!紧[张要急迫密凑缩跟身绷握抱追盯])|打(?=紧[波机麻牌羽篮乒网]))紧(?=.)"
)
_PARTICLES: Final = re.compile("[喇嘞㗎喎噃啩啫啰咩]+$")
_ALLERGEN: Final = (
    "(?:[虾蟹鱼贝蚝奶蛋桃酒药毛尘菌猫狗鸡牛羊酱辣蒜葱姜糖豆麦]|海鲜|海产|花生|坚果|果仁|杏仁|腰果|核桃|芝麻|乳糖|乳制品|芝士|起司|麸质|面粉|小麦"
    "|豆制品|芒果|菠萝|凤梨|奇异果|猕猴桃|草莓|荔枝|榴莲|番茄|西红柿|茄子|蘑菇|咖啡因?|酒精|香精|香水|香料|味精|防腐剂|色素|花粉|柳絮"
    "|尘螨|灰尘|羽绒|青霉素|盘尼西林|头孢|阿司匹林|抗生素|乳胶|海苔|巧克力|可可|洋葱|香菜)"
)
_SENSITIVE: Final = re.compile(
    rf"(?P<what>{_ALLERGEN}(?:真系|真的|严重|轻度|中度|重度|超级|非常|特别|比较|有[点啲]|[好很会都系是不没有就超太极]){{0,3}})"
    "敏感(?![度词话期肌性信地带区题点])"
)
_CUES: Final = re.compile(f"[唔紧喇嘞㗎喎噃啩啫啰咩嘢]|敏感|{'|'.join(_WORDS)}")


def mandarin(text: str, folded: Mapping[int, str]) -> str:
    """Return a run of Han characters, simplified by `folded`, with what is said otherwise elsewhere put as in Mandarin.

    >>> mandarin("我學緊日文喇", {ord("學"): "学", ord("緊"): "紧"})
    '我学着日文了'
    """
    simple = text.translate(folded)
    if not _CUES.search(simple) and _KEPT.isdisjoint(text):
        return simple
    simple = "".join(old if old in _KEPT else new for old, new in zip(text, simple, strict=True))
    simple = _A_WORD.sub(lambda found: _WORDS[found[0]], simple)
    simple = _SENSITIVE.sub(r"\g<what>过敏", simple)
    simple = _NOT_ALLOWED.sub(lambda found: f"{_eats(found)}不了", simple)
    if not _CHANCE.search(simple):
        simple = _NOT_BORNE.sub(lambda found: f"{_eats(found)}不了", simple)
    simple = _NOT_LIKED.sub(_disliked, simple)
    simple = _GOING_ON.sub(r"\g<deed>着", simple)
    return _PARTICLES.sub(_ended, simple).translate(_MANDARIN)


def _eats(found: re.Match[str]) -> str:
    return _HAS_EATEN.get(found["mouth"], found["mouth"])


def _disliked(found: re.Match[str]) -> str:
    """Return "食唔慣", "食唔落(榴槤)" as what is not liked; who has eaten enough gets no more down: "食唔落喇"."""
    full = found["full"]
    how = "惯" if found["how"] == "惯" else "来" if full is None else "下"
    return f"{_eats(found)}不{how}{full or ''}"


def _ended(found: re.Match[str]) -> str:
    """Return particles as those of Mandarin: 喇 is 了, 咩 asks, the others only sound."""
    return "".join("了" if one in "喇嘞" else "吗" if one == "咩" else "啊" for one in found[0])
