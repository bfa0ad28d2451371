"""What a person pastes of somebody else's: letters, articles, web pages, logs of chats. None of it is them speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_KINDS = (
    r"(?:article|e-?mails?|mail|letter|newsletter|message|text|post|page|web\s?page|web\s?site|site|document|doc|file|paragraph|passage|excerpt"
    r"|quote|transcript|chat|conversation|logs?|review|comments?|thread|tweet|blog|abstract|summary|output|response|results?|readme|advert|ad"
    r"|story|chapter|poem|lyrics|snippet|notes?|memo|report|job description|listing|recipe|press release|instructions)"
)
_HAN_KINDS = (
    r"(?:文章|邮件|来信|网页|页面|网站|文档|文件|消息|短信|帖子|评论|新闻|报道|原文|段落|聊天记录|对话记录|日志|资料|论文|摘要|博客|公告|通知|说明书"
    r"|搜索结果|输出|回复|广告|歌词|小说|字幕|菜谱|推文)"
)
_GIVES = (
    r"(?:say|says|said|reads?|read|states?|stated|goes|writes?|wrote|claims?|lists?|shows?|returned|returns?|posted|texted|sent(?: me)?"
    r"|told me)"
)

_LED: Final = re.compile(
    rf"^(?P<led>[^\n:]{{0,120}}\b(?:{_KINDS}|{_GIVES})\b[^\n:]{{0,60}}):[ \t]*\n"
    rf"|^(?P<han>[^\n:：]{{0,60}}(?:{_HAN_KINDS}|写道|写了|发来|转发|复制|粘贴|摘自|(?<!我)说)[^\n:：]{{0,12}})[:：][ \t]*\n",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that announces what somebody else has written, which is what follows to the end."""

_OWN: Final = re.compile(
    rf"\b(?:my|our)\s+(?:\w+\s+)?{_KINDS}\b|\babout me\b|\bI (?:say|said|write|wrote|read|posted|told)\b|我的|我自己|我们的|我(?:说|写)",
    re.IGNORECASE,
)
"""What they announce of their own is theirs: "My notes:"."""

_WITHIN: Final = re.compile(
    rf"\b(?:the|this|that|an?|his|her|their|its)\s+(?:[\w-]+\s+){{0,2}}{_KINDS}\s+(?:just\s+|also\s+)?{_GIVES}\s*:[^\n]*"
    rf"|(?:这|那|该|上面的?|下面的?)[篇封个条份段]?{_HAN_KINDS}(?:里|中|上)?(?:说|写|写道|写着|显示|提到)[:：][^\n]*",
    re.IGNORECASE,
)
"""The same within a line, to its end."""

_HEAD: Final = re.compile(
    r"(?:^[ \t*_]{0,4}(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Message-ID|发件人|收件人|抄送|主题|日期|发送时间|时间)[ \t*_]{0,4}[:：]"
    r"[^\n]*\n[\s<>]{0,200}){2}",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD_IN_A_LINE: Final = re.compile(
    r"\bFrom[ \t]?:[^:]{1,300}\bSubject[ \t]?:|发件人[ \t]?[:：][^:：]{1,300}主题[ \t]?[:：]", re.IGNORECASE
)
_FORWARDED: Final = re.compile(
    r"^[ \t>]{0,8}(?:-{2,20}\s*(?:original message|forwarded (?:message|by)|reply message|原始邮件|转发的?邮件|转发邮件)[^\n]*"
    r"|begin forwarded message:?[^\n]*|on\s[^\n]{4,160}\swrote:[^\n]*|在\s?[^\n]{4,80}写道[:：][^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""The heads of letters that are passed on: what follows is the letter."""

_HANDED_ON: Final = re.compile(
    r"^(?:[^\n]{0,120}\b(?:wrote|sent|texted|messaged|e-?mailed)[ \t]+(?:me|us)[ \t]+(?:this|the following)\b[^\n]{0,80}"
    r"|[^\n]{0,120}\b(?:got|received)[ \t]+this[ \t]+(?:e-?mail|mail|letter|message|text|note|dm)\b[^\n]{0,30}\bfrom\b[^\n]{0,80}"
    r"|[^\n]{0,120}\b(?:reply|respond|answer)[ \t]+to[ \t]+(?:this|the following)\b[^\n]{0,40}"
    r"|[^\n]{0,40}\b(?:summari[sz]e|translate|paraphrase)[ \t]+(?:this|the following)\b[^\n]{0,60})\n",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that hands on, without a colon, what somebody else has written: "My friend wrote me this, what do I reply?"."""

_FENCED: Final = re.compile(
    r'"""(?:(?!""")[\s\S])*(?:"""|\Z)'
    r"|'''(?:(?!''')[\s\S])*(?:'''|\Z)"
    r"|<<<(?:(?!>>>)[\s\S])*(?:>>>|\Z)"
    r"|\[quote[^\]\n]{0,80}\](?:(?!\[/quote\])[\s\S])*(?:\[/quote\]|\Z)"
    r"|^[ \t]*(?:-{3,}|={3,}|\*{3,}|#{3,})?[ \t]*(?:BEGIN|START)\b(?:(?!^[^\n]{0,30}\bEND\b)[\s\S])*(?:^[^\n]{0,30}\bEND\b[^\n]*|\Z)",
    re.MULTILINE,
)  # fmt: skip
_SPREAD: Final = re.compile(
    r'^[ \t]*(?:“[^“”]{2,4000}”|「[^「」]{2,4000}」|『[^『』]{2,4000}』|«[^«»]{2,4000}»|"[^"]{2,4000}")', re.MULTILINE
)
"""A quotation that begins a line; of more than one line no person speaks in quotation marks."""

_SPOKEN: Final = re.compile(
    r"^[ \t]*(?:\*\*|__)?(?:user|assistant|human|ai|bot|chatgpt|gpt|claude|gemini|system|tool|developer|用户|助手|系统|机器人)"
    r"(?:\*\*|__)?[ \t]{0,3}[:：][^\n]*"
    r"|^[ \t]*\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]?\s*(?:-\s*)?[^\n:：]{1,40}[:：][^\n]*"
    r"|^[ \t]*\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?\]?\s*(?:-\s*)?[^\n:：]{1,40}[:：]"
    r"[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
"""A line of a log of a chat."""

_HINT: Final = re.compile(
    r"[:：]|\b(?:this|following)\b[^\n]*\n"
    r"|^[ \t]*[\"“「『«]|\"\"\"|'''|<<<|\[quote|\b(?:BEGIN|START)\b|-{2,20}\s*(?:original|forward|原始|转发)",
    re.IGNORECASE | re.MULTILINE,
)
"""Without one of these a text has none of the kind: most have none, and are spared the closer look."""


def material(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the stretches that somebody else has written, in order, none overlapping.

    >>> text = "What do you think of this article:\nI love golf."
    >>> [text[start:end] for start, end in material(text)]
    ['I love golf.']
    """
    if not _HINT.search(text):
        return
    end = min((start for start in _beginnings(text)), default=len(text))
    last = 0
    for start, until in sorted(_pieces(text[:end])):
        if until > last:
            yield max(start, last), until
            last = until
    if max(end, last) < len(text):
        yield max(end, last), len(text)


def _beginnings(text: str) -> Iterator[int]:
    """Yield where a letter or an announced text begins that goes on to the end."""
    if found := _HEAD_IN_A_LINE.search(text):
        yield found.start()
    if "\n" not in text:
        return
    if found := _HANDED_ON.search(text):
        yield found.end()
    for pattern in (_HEAD, _FORWARDED):
        if found := pattern.search(text):
            yield found.start()
    for led in _LED.finditer(text):
        if not _OWN.search(led["led"] or led["han"]):
            yield led.end()
            return


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_FENCED, _WITHIN, _SPOKEN):
        yield from (found.span() for found in pattern.finditer(text))
    yield from (found.span() for found in _SPREAD.finditer(text) if "\n" in found.group().strip())
