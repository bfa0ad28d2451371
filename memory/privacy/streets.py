"""Street addresses: a number and a name that ends as streets do, with what follows of flat, town and code; Chinese ones from 省 to 室."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions

_KINDS = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq"
    r"|Terrace|Ter|Way|Parkway|Pkwy|Highway|Hwy"
    r"|Close|Crescent|Cres|Circle|Cir|Trail|Trl|Alley|Gardens|Grove|Hill|Mews|Row|Quay|Embankment|Broadway|Walk|Park)"
)
_STATES = r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_FLAT = r"(?:,? (?:Apartment|Apt|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|#)\.? ?#?[\w-]{1,6})?"
_TOWN = (
    rf"(?:,? (?:[A-Z][\w'’.-]+ ?){{1,3}}"
    rf"(?:, (?:[A-Z][\w'’.-]+ ?){{1,3}})?,? (?:{_STATES} \d{{5}}(?:-\d{{4}})?|{_STATES}\b|{_UK})"
    rf"|,? {_UK}|,? \d{{5}}\b)?"
)

_ENGLISH = re.compile(
    r"(?<![\w.,$€£#-])(?:Flat \w{1,4}, )?\d{1,5}(?:-\d{1,4})?[A-Za-z]?,? (?:[NSEW]{1,2}\.? |North |South |East |West )?"
    rf"(?:(?:[A-Z][\w'’-]{{1,24}}\.?|\d{{1,3}}(?:st|nd|rd"
    rf"|th)) ){{1,4}}?{_KINDS}\b\.?(?: [NSEW]{{1,2}}\b\.?)?{_FLAT}{_TOWN}"
)
_SAID = re.compile(
    r"\b(?:live at|lives at|living at|address is|address:|ship (?:it |them )?to|deliver (?:it "
    r"|them )?to|send (?:it |them )?to|moved to|house at|home at)"
    rf" (?P<one>\d{{1,5}}[a-z]? (?:[\w'’.-]{{1,24}} ){{1,4}}?{_KINDS}\b)",
    re.IGNORECASE,
)
_BOX = re.compile(r"\bP\.? ?O\.? Box \d{1,6}(?!\d)", re.IGNORECASE)
_GERMAN = re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß-]{1,30}(?:straße|strasse|str\.|weg|allee|gasse|platz|ufer|damm)"
    r"|(?:[A-ZÄÖÜ][\wäöüß-]{1,24} ){1,2}(?:Straße|Strasse|Str\.|Weg|Allee|Gasse|Platz|Ufer"
    r"|Damm)) \d{1,4} ?[a-z]?(?!\w)(?:, \d{5} [A-ZÄÖÜ][\wäöüß-]+)?"
)
_FRENCH = re.compile(
    r"(?<![\w.,])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|impasse|allée|chemin"
    r"|quai) (?:(?:de la|de l'|du|des|de|d'|l'|la|le) ?)?"
    r"[A-ZÀ-Ý][\w'’À-ÿ-]{1,24}(?: [A-ZÀ-Ý][\w'’À-ÿ-]{1,24}){0,3}(?:,? \d{5} [A-ZÀ-Ý][\wÀ-ÿ-]+)?"
)

_SOUTHERN = re.compile(
    r"(?<!\w)(?:Calle|Avenida|Avda\.?|Plaza|Paseo|Camino|Carrer|Via|Viale|Piazza|Corso|Vicolo|Largo|Rua|Praça|Travessa) "
    r"(?:(?:de la|de los|de las|de|del|della|dei|delle|do|da|dos|das|la|el) )?"
    r"[A-ZÀ-Ý][\w'’À-ÿ-]{1,24}(?: (?:(?:de|del|della|di|y|e|la|da|do) )?[A-ZÀ-Ý][\w'’À-ÿ-]{1,24}){0,3},? (?:n[.°º] ?)?\d{1,4}(?![\w:])"
    r"(?:(?:,[^\n,]{1,20})?, ?\d{4,5}(?:-\d{3})? [A-ZÀ-Ý][\wÀ-ÿ-]+(?: [A-ZÀ-Ý][\wÀ-ÿ-]+)?)?"
)
"""Spanish, Italian and Portuguese ones, with the number behind the name."""

_NUMBER = r"[0-9０-９一二三四五六七八九十百零〇甲乙丙]{1,6}"
_CHINESE = re.compile(
    rf"(?:(?:路|街|大街|大道|道|巷|弄|胡同|里|村|庄|园|苑|小区|花园|公寓|大厦|广场|[东西南北中一二三四五六]段)\s?{_NUMBER}\s?(?:号楼|号院|号|弄|栋|幢|座|单元|室)"
    rf"(?:之{_NUMBER})?(?:[^\W\d_]{{0,12}}(?:小区|花园|公寓|大厦|广场|苑|园|城|家属院))?"
    rf"(?:\s?{_NUMBER}\s?(?:号楼|号|弄|栋|幢|座|单元|层|楼|室|户))*(?:[A-Za-z]?[0-9]{{1,5}}(?:室|房|户)?)?)"
)
_BEGINNINGS = re.compile(
    r".*(?:住在|家在|搬到了?|搬去|寄到|送到|寄往|寄给|地址(?:是|为|：|:)?|位于|就在|是在|在|是|到|去|来|从|给|：|:)",
    re.DOTALL,
)
_RUN = re.compile(r"[\u4e00-\u9fff0-9]{1,32}\Z")
_REGION = re.compile(r"(?:省|自治区|市|自治州|区|县|镇|乡|旗)")
_BUS = re.compile(r"(?:坐|乘|乘坐|开|等)\Z|[0-9]\Z")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where street addresses are."""
    if any(map(str.isdigit, text)):
        for form in (_ENGLISH, _BOX, _GERMAN, _FRENCH, _SOUTHERN):
            yield from (match.span() for match in form.finditer(text))
        if mentions(text, ("live", "living", "address", "ship", "deliver", "send", "moved", "house at", "home at")):
            yield from (match.span("one") for match in _SAID.finditer(text))
    done = 0
    for match in _CHINESE.finditer(text):
        start = _begin(text, match.start(), done)
        if start < match.start():
            done = match.end()
            yield start, done


def _begin(text: str, place: int, done: int) -> int:
    """Return where a Chinese address begins whose street's kind stands at a place; the place itself where there is no name before it."""
    run = _RUN.search(text, max(done, place - 32), place)
    if run is None or _BUS.search(run[0]):
        return place
    cut = _BEGINNINGS.match(run[0])
    start = run.start() + (cut.end() if cut else 0)
    if cut is None and len(run[0]) > 8 and not _REGION.search(run[0]):
        start = place - 4
    return start
