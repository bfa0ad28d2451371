"""Where Chinese words only ask what the speaker feels, throw back or make up: "谁说我喜欢喝酒", "我喜欢足球吗"."""

from __future__ import annotations

import re
from typing import Final

from .degree import clause
from .sentence import Sentence

_FEELS: Final = (
    "(?:不|没|很|最|真|真的|那么|这么|特别|也|会|可能|怎么会|还|又|就|太)*(?:喜欢|爱|热爱|讨厌|怕|烦|反感|迷|感兴趣|对)"
)
_BEFORE: Final = re.compile(
    "(?:谁|哪个|哪只|何人).{0,3}(?:说|讲|告诉|规定|传|看出)(?:过|了|的|你|过你|你们)*$"
    "|(?:误?以为|误会|误认为)$"
    "|(?:怎么|咋|为什么|为啥|凭什么|凭啥|干嘛|干吗).{0,6}(?:觉得|认为|说|知道|看出|断定|想)(?:得出|出来|到)?$"
    "|(?:难道|莫非|你?猜猜?|猜一?下|你?猜猜看)$"
    "|(?:讨厌|烦|受不了|最恨|不喜欢).{0,4}(?:说|讲|觉得|认为)$"
    "|(?<![跟和])(?:面试|考官|对方|老是|总|常|又|再|被|来)?问(?:起|到|过|了)?$"
)
"""Right before "我": what comes is not said by the speaker of themselves."""
_BEHIND: Final = re.compile(
    rf"(?:自己)?(?:哪里|哪儿|哪有|哪会|哪|什么时候|啥时候|几时|何时|怎么会|怎么可能|咋会|凭什么|凭啥|为什么要|为啥要)(?:说过?|讲过?|就|有|能|会)*(?:我)?{_FEELS}"
    rf"|{_FEELS}(?:(?!你|您|有|能|可以|适合|推荐|介绍|知道|行|好|是|来|要).)*[吗么]$"
    rf"|{_FEELS}.*(?:才怪|个鬼|个屁|个头)$"
)
"""Right behind "我", to the end of the clause: what is asked, or meant the other way round."""
_PLAYED: Final = frozenset({"扮演", "假扮", "假装", "装作", "饰演", "模仿", "扮", "演"})
_SOMEBODY: Final = frozenset({"一个", "一位", "一名", "个", "位", "名", "你", "成", "为"})
_WRITTEN: Final = re.compile(
    "(?:写|编|创作|生成|作)(?:出)?(?:一|1|两)?(?:首|篇|个|段|封|则|句).{0,20}?"
    "(?:第[一二三四五六七八九十]句|开头|结尾|歌词|主角|主人公|题目|标题|内容|[男女]主|里面?)[^,，。]{0,6}?(?:是|为|有|写|说|叫|讲)$"
)


def is_not_said_so(sentence: Sentence, at: int) -> bool:
    """Tell whether "我" at `at` begins what the speaker is only asked, asks, denies or was said to feel."""
    places = clause(sentence, at)
    before = sentence.said(places.start, at)
    behind = sentence.said(at + 1, places.stop)
    return _BEFORE.search(before) is not None or _BEHIND.match(behind) is not None


def is_played(sentence: Sentence, at: int) -> bool:
    """Tell whether a part to play is told from `at` on: "扮演一个讨厌猫的人", "假装你是"."""
    return sentence.text(at) in _PLAYED and sentence.text(at + 1) in _SOMEBODY


def is_written(sentence: Sentence, at: int) -> bool:
    """Tell whether "我" at `at` stands in what is to be written: "写首诗，第一句是我爱大海"."""
    return _WRITTEN.search(sentence.said(at - 30, at)) is not None
