"""Which encoding a text has that does not say so."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import closing

from .files import ZIP, File, unicode_of
from .node import Unreadable

LOOKED_AT = 1 << 20
WESTERN = "cp1252"
"""Where a few signs might be of this or of another, they are of this."""

_CANDIDATES = ["gb18030", "big5", "shift_jis", "euc_kr", WESTERN, "cp1251", "cp1250"]
_EAST = frozenset(_CANDIDATES[:4])
_COMMON = frozenset(
    "的是年我一了你有影这电不道个人他国在得日月大好和时作片可很多以中乐出歌里生看上那行也美主天金于曲地小部公要说些学点到去来就会家间听自票开山她十手"
    "门下水女方男动想没本品子情三高真长之花红而新文同当分内风华爱提记由实后西海经心全面外力少比林今别太非三体老两白岁四气云前路古身近马平立清星光"
    "百南书界明安春秋梦楼水王传记霸姬活着千与寻话游龙虎饮食鬼城东北世最佳名称标题片评日期间分类歌曲作者标签内容搜索点赞收藏喜欢观过读"
    "個們這來時對說國會為學過後樣開見書裡長點現發樂愛與電話經當動問氣還沒從讓間頭師種報鐵龍紅樓夢題標評類簽內讀觀聽東門風雲馬魚鳥車飛"
)
"""Signs that most Chinese texts and titles have some of."""
_KOREAN = frozenset(
    "이다는에의가을를하고도지은로한인어나아자기서사리대시일해만라부그수정보들제전원있과으상주안여구거장세게면적중었우방소무동공니까요스"
    "성조비화유트것러진신선경오산물내생연체물드관와음영계모계당미회국문시간제목날짜책제영화노래평점태그마법사돌포터해"
    "바람별밤꽃눈길집말때더잘못큰좋살죽찾알고싶왕실록치킨김박최재호준민현석철"
)
"""Syllables that most Korean texts and titles have some of."""
NEAR = 0.05
"""So little more disorder in another encoding says nothing in a short text."""
_SAY_SO = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, ZIP)


def encoding_of(file: File) -> str:
    """Return the encoding of a text: the one that was named, what its mark says, UTF-8 where that fits, else what its bytes look most like.

    Raises:
        Unreadable: it cannot be opened, or is no text.
    """
    if file.encoding:
        return file.encoding
    with file.reading("a text file, gzipped or not"), closing(file.open()) as raw:
        start = raw.read(LOOKED_AT)
    if start.startswith(_SAY_SO) or (b"\0" not in start and _is_utf8(start)):
        return unicode_of(file)
    if b"\0" in start:
        return _without_mark(file, start)
    from charset_normalizer import from_bytes  # it takes a while to load, and most files are UTF-8

    found = from_bytes(start[: 1 << 16], cp_isolation=_CANDIDATES)
    best, western = found.best(), next((one for one in found if one.encoding == WESTERN), None)
    if best is None or (western and western.chaos <= best.chaos and western.coherence >= best.coherence):
        return WESTERN
    if best.encoding not in _EAST:
        return best.encoding
    near = (one for one in found if one.encoding in _EAST and one.chaos <= best.chaos + NEAR)
    return max(near, key=lambda one: _common(str(one), one.encoding)).encoding


def _common(text: str, encoding: str) -> float:
    """Return how much of an East Asian text is of what is most written there; Chinese signs speak against Korean.

    >>> [round(_common(text, name), 1) for text, name in (("三体红楼梦", "gb18030"), ("힛竟븐짜촘", "euc_kr"), ("영화", "euc_kr"))]
    [1.0, 0.0, 1.0]
    """
    signs = [sign for sign in text if not sign.isascii() and sign.isalpha()]
    common = sum(sign in (_KOREAN if encoding == "euc_kr" else _COMMON) for sign in signs)
    if encoding == "euc_kr":
        common -= sum("\u4e00" <= sign <= "\u9fff" for sign in signs)
    if encoding == "shift_jis":
        common += sum("\u3040" <= sign <= "\u30ff" for sign in signs)
    return common / max(1, len(signs))


def named(encoding: str) -> str:
    """Return the name of an encoding as Python has it; "" stays.

    Raises:
        ValueError: there is no such encoding of texts.
    """
    if not encoding:
        return ""
    try:
        "".encode(encoding)
        name = codecs.lookup(encoding).name
        return "utf-8-sig" if name == "utf-8" else name
    except (LookupError, UnicodeError, ValueError) as error:
        raise ValueError(
            f"there is no encoding {encoding!r} of texts; allowed: utf-8, gb18030, big5, shift_jis, euc_kr, cp1252, …"
        ) from error


def told(file: File) -> list[str]:
    """Return, for the person, how a text is encoded, where that was guessed or named."""
    encoding = encoding_of(file)
    if file.encoding:
        return [f"encoding: {encoding}"]
    return (
        [] if encoding in ("utf-8-sig", "utf-16") else [f"encoding: {encoding}, a guess; --encoding NAME says another"]
    )


def _without_mark(file: File, start: bytes) -> str:
    """Return which UTF-16 a text is that does not say so: the one in which it has lines, and hardly a sign that is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = start[:4000].decode(encoding, "replace")
        strange = sum(unicodedata.category(sign) in ("Cn", "Co", "Cs") or sign in "\0\ufffd" for sign in text)
        if "\n" in text and 20 * strange < len(text):
            return encoding
    raise Unreadable(f"{file.where}: is not text; allowed: a text file, gzipped or not")


def _is_utf8(start: bytes) -> bool:
    """Return whether a text is UTF-8; a sign that is damaged here and there does not make it another encoding."""
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        text = start.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        return sum(not sign.isascii() for sign in text) > 2 * damaged
    return True
