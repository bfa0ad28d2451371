"""What a person hands over to be worked on: "Translate: …", "Does this sound ok: …", "幫我改一下：…". It says nothing of themselves."""

from __future__ import annotations

import re
from typing import Final

from ..language.script import simplified

_TEXT = (
    r"(?:texts?|e-?mails?|mail|messages?|dm|essays?|letters?|drafts?|cv|resum[eé]|paragraphs?|sentences?|posts?|captions?|articles?"
    r"|abstract|statement|speech|story|poem|notes?|review|report|blog|tweet|comment|answer|reply|english|grammar|spelling"
    r"|punctuation|wording|phrasing"
    r"|writing|german|french|spanish|chinese|italian|application|proposal|paper|summary|translation|lines?|toast|vows|snippet"
    r"|passage|lyrics|transcript|description|homework)"
)
_THIS = (
    rf"(?:this|these|it|that|the\s+following|the\s+below"
    rf"|(?:this|these|that|the|my|our|her|his|their|an?)\s+(?:[\w'’-]+\s+){{0,3}}?{_TEXT})"
)
_ASKS = (
    r"(?:^|(?<=[.!?\n])[ \t]*)(?:(?:hey|hi|hello|please|pls|plz|ok|okay|so|now|just|quickly|kindly|and|then|also|can\s+(?:you|u)"
    r"|could\s+(?:you|u)"
    r"|would\s+you(?:\s+mind)?|will\s+you|help\s+me(?:\s+to)?|help|i\s+need\s+you\s+to|i(?:'d|\s+would)\s+like\s+you\s+to"
    r"|i\s+want\s+you\s+to)[, ]\s*){0,4}"
)
_VERB = (
    r"(?:improv(?:e|ing)|fix(?:ing)?|check(?:ing)?(?:\s+over)?|review(?:ing)?|reword(?:ing)?|revise|critique|condense|simplify"
    r"|expand|rate|roast|proof(?:read(?:ing)?)?"
    r"|look(?:ing)?\s+over|read(?:ing)?\s+over|go\s+over|explain|analy[sz]e|continue|finish|correct|edit|translate|summari[sz]e"
    r"|rewrite|rephrase|paraphrase|shorten|polish"
    r"|(?:reply|respond|answer)(?:\s+to)?|(?:write|draft)\s+(?:me\s+)?(?:a|an)\s+(?:\w+\s+)?(?:reply|response|answer)\s+to)"
)
_HOW = r"(?:\s+(?!if\b|and\b|but\b|because\b)[\w'’,-]+){0,8}"
_JUDGED = (
    rf"(?:(?:does|do|is|are|would)\s+{_THIS}\s+(?:\w+\s+){{0,2}}?(?:(?:sound|read|look)(?!\s+like)|make\s+sense|work|ok|okay"
    rf"|right|correct|good|clear|fine|grammatical"
    rf"|natural|polite|formal|professional|rude)\b|how\s+does\s+{_THIS}\s+(?:sound|read|look)\b|what\s+does\s+{_THIS}\s+mean\b"
    rf"|make\s+{_THIS}\s+(?:sound|read|look|flow|more|less|better|shorter|longer|clearer|simpler|nicer|friendlier|\w+er|formal"
    rf"|professional|polite)\b"
    rf"|turn\s+{_THIS}\s+into\b|(?:any\s+)?(?:feedback|thoughts)\s+on\s+{_THIS}"
    rf"|(?:how|what)\s+(?:do|should|would|can|could|shall)\s+(?:i|we|you)\s+(?:reply|respond|answer|say)(?:\s+to\b)?)"
)
_ENGLISH: Final = (
    rf"{_ASKS}(?:{_VERB}(?:\s+{_THIS})?(?:\s+(?:for\s+me|please|pls|(?:in)?to\s+\w+|in\s+\w+(?:\s+\w+){{0,2}}|and\s+\w+\s+it"
    rf"|from\s+\w+|above|below)){{0,3}}|{_JUDGED}{_HOW})"
    rf"\s?\??\s?[:：](?=\s)"
    rf"|{_ASKS}(?:{_VERB}\s+{_THIS}(?:\s+(?:for\s+me|please|pls))?|{_JUDGED}{_HOW})\s?[?!.]?[ \t]*\n"
    rf"|{_ASKS}(?:(?:check|correct|fix|improve|proofread|edit)\s+(?:my|the)\s+(?:english|grammar|spelling|punctuation|wording"
    rf"|german|french|spanish|chinese|italian)"
    rf"(?:\s+(?:for\s+me|please|pls|here))?\s?[?!.]|(?:does|do|is)\s+this\s+(?:sound|read|look|make)\b(?!\s+like){_HOW}\s?\?)(?=\s+\S)"
    rf"|(?:^|(?<=\n))[ \t]*tl;?\s?dr\b(?:\s+{_THIS})?(?:\s+(?:please|pls))?[ \t]*[:?]?[ \t]*(?:\n|(?<=:))"
)
_THEIRS = (
    r"(?:esto|eso|est[ea]s?\s+(?:\w+\s+)?\w+|lo\s+siguiente|el\s+(?:siguiente\s+)?texto|mi\s+\w+|ce(?:tte|t|s|ci"
    r"|la)?(?:\s+\w+){0,2}|ça|le\s+texte(?:\s+suivant)?"
    r"|mon\s+\w+|ma\s+\w+|mes\s+\w+|das(?:\s+hier)?|dies\w*(?:\s+\w+){0,2}|den\s+(?:folgenden\s+)?\w+|die\s+(?:folgende\s+)?\w+"
    r"|folgende\w*\s+\w+|mein\w*\s+\w+|es|hier)"
)
_PRAYS = (
    r"(?:^|(?<=[.!?\n¿¡])[ \t]*)[¿¡]?(?:(?:hola|oye|por\s+favor|(?:me\s+)?puedes|(?:me\s+)?podr[ií]as|ayúdame\s+a|salut|bonjour"
    r"|stp|svp|s['’]il\s+(?:te|vous)\s+pla[iî]t|peux-tu"
    r"|tu\s+peux|pouvez-vous|pourrais-tu|aide-moi\s+à|merci\s+de|hallo|hey|bitte|kannst\s+du|könntest\s+du|können\s+sie"
    r"|könnten\s+sie|hilf\s+mir)(?:\s+(?:mir|mal|bitte|me|m['’]|por\s+favor))*+[, ]\s*){0,3}"
)
_WORKS = (
    r"(?:corrig(?:e|es|ez|er|iendo)|corregir(?:me)?|corríge(?:me)?(?!\s+si)|traduc(?:e|ir|irme|ción)|traduz?ca|tradúceme"
    r"|resum(?:e|ir|irme)|resúmeme|revisa(?:r|me)?|mejora(?:r|me)?"
    r"|reescrib(?:e|ir)|reformul(?:a|ar|e|er)|tradui(?:s|re|sez)|résum(?:e|er|ez)|amélior(?:e|er|ez)|reli(?:s|re|sez)|réécri(?:s|re|vez)"
    r"|korrigier(?:e|en)?|übersetz(?:e|en)?|verbesser(?:e|n)|überarbeite(?:n)?|überprüf(?:e|en)|umschreiben|umformulieren"
    r"|zusammenfassen|fasse?|formulier(?:e|en)?|prüf(?:e|en))"
)
_EUROPEAN: Final = (
    rf"{_PRAYS}(?:{_THEIRS}\s+)?(?:mal\s+)?{_WORKS}(?!-moi\s+si|\s+mich\b|\s+me\s+si\b)(?:\s+(?:mal|bitte|kurz|{_THEIRS}|zusammen"
    rf"|um|por\s+favor|stp|svp|s['’]il\s+te\s+pla[iî]t"
    r"|(?:ins|auf|al|en|in)\s+\w+)){0,4}\s?\??\s?(?:[:：](?=\s)|[ \t]*\n)"
)
_HAN_TEXT = (
    "(?:作文|文章|邮件|电邮|email|信件?|短信|消息|讯息|文案|英文|英语|中文|日文|日语|句子|句|段落|段|话|文字|简历|履历|论文|摘要|稿子?|文书|翻译|内容|帖子|贴文|评论|歌词"
    "|诗|cover letter|cv|resume|essay|paragraph|message)"
)
_HAN_WORKS = (
    "(?:翻译|翻成|译成|译一?下|润色|润饰|改写|校对|总结|概括|缩写|扩写|修改|修饰|改一?[下改]|改[错正短]|改得|改成|改善|优化|纠正|纠错|批改|检查|检视|精简|简化|缩短|续写|点评|审阅|审校|看一?看|看一?下|读一?下"
    "|回复|答复|回一?下|review|proofread|polish|check|edit|rewrite|rephrase|translate|improve)"
)
_CHINESE: Final = (
    rf"(?:^|(?<=[。！？!?\n，,\s]))(?:[请麻烦帮忙你您能可以不吗我给一下把将替来再先]{{0,8}}\s?(?:[把将][^。！？\n：:我，]{{0,12}})?)(?:"
    r"(?:翻译|翻成|译成|润色|润饰|改写|校对|缩写|扩写|修改|改一?下|改改|改[错正短]|批改|纠错)[^。！？\n：:我]{0,30}"
    rf"|{_HAN_WORKS}\s?(?:一?下)?\s?(?:[这那下以面上]{{1,2}}的?|我写?的|一下"
    rf"|这些)?\s?[篇封段句个條条则份首点]?\s?(?:我?写?的)?\s?[^。！？\n：:我，]{{0,6}}?\s?(?:{_HAN_TEXT}|语法|文法|错别字|错字|拼写|用词|通不通顺)[^。！？\n：:我]{{0,12}}"
    rf"|(?:[这那下以面上]{{1,2}}的?)?[篇封段句个条则份]\s?[^。！？\n：:我，]{{0,4}}{_HAN_TEXT}\s?[^。！？\n：:我，]{{0,4}}(?:怎[么样]样?|如何|该怎么|咋"
    rf"|点样?)(?:回(?![事家去来])复?|答复|改|翻译?|译|润色|写)[^。！？\n：:]{{0,6}}"
    r"|[^。！？\n：:，]{0,10}(?:怎[么样]|如何|咋)(?:回(?![事家去来])复?|答复)[^。！？\n：:，]{0,8}"
    rf"|(?:[这那下以面上]{{1,2}}的?)[篇封段句个条则份]?\s?{_HAN_TEXT}[^。！？\n：:我，]{{0,6}}(?:通顺吗|对吗|对不对|通不通顺|自然吗|有没有错|有错吗|好吗|可以吗|怎么样)"
    r")[：:？]?\s?(?<=[：:])"
)
_ASKED: Final = re.compile(f"{_ENGLISH}|{_EUROPEAN}|{_CHINESE}", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"\b(?:translate|proofread|rewrite|rephrase|paraphrase|summari[sz]e|shorten|polish|correct(?!\s+me)|edit|grammar|spelling"
    r"|spellcheck)\b[^.!?\n:]{0,80}:\s"
    r"|\bhere(?:'s|\s+is|\s+are)\s+(?:my|the|an?|our)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:cv|resume|e-?mail|essay|letter|draft|text|article|transcript|paragraph|abstract|post|message)\b[^.!?\n:]{0,30}:\s"
    r"|(?:翻译|润[色饰]|改写|校对|总结|概括|缩写|扩写|修改)[^。！？\n：:]{0,30}[：:]",
    re.IGNORECASE,
)
"""Less sure of the request, which may name what the person is about."""
_HINT: Final = re.compile(r"[:：]|\n|\?\s")
_OF_THEMSELVES: Final = re.compile(r"\b(?:bio|profile|about me|introduction)\b|自我介绍|征婚|相亲", re.IGNORECASE)
"""A text of this kind tells of whoever wrote it."""
_IN_MARKS: Final = re.compile(r"""\s*(?:"[^"]+"|“[^“”]+”|「[^「」]+」|«[^«»]+»|„[^„“”"]+[“”"]|'[^\n]+?'(?!\w))""")


def handed_over(text: str) -> tuple[int, int, int] | None:
    """Return where a request to work on a text begins, where that text does and where it ends; None where none is made.

    It ends with the quotation marks around it, else with all that is said.

    >>> handed_over("Hi! Does this sound ok: I love golf."), handed_over("Does golf sound ok?")
    ((3, 23, 36), None)
    """
    if not _HINT.search(text):
        return None
    plain = simplified(text)
    asked, named = _ASKED.search(plain), _NAMED.search(plain)
    if asked and (_OF_THEMSELVES.search(asked[0]) or not plain[asked.end() :].strip()):
        asked = None
    if asked and not (named and named.end() < asked.start()):
        marked = _IN_MARKS.match(plain, asked.end())
        return asked.start(), asked.end(), marked.end() if marked else len(text)
    return (named.end(), named.end(), len(text)) if named else None
