"""The stretch of time that a query speaks of, where it says so beyond doubt: "last week", "in March", "on May 2nd", 上周, 三天前."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from .plain import MOST_CHARACTERS

DAY: Final = timedelta(days=1)

MOST_DAYS: Final = 62
"""A longer period is looked for by its months, one of more than so many months by its years."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of a day to that of another (UTC), which is no part of it."""

    start: datetime
    end: datetime

    def has(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        return self.start <= moment < self.end

    @property
    def moments(self) -> tuple[str, ...]:
        """The terms of the full-text index that stand for it: its days, or its months or years where these are too many."""
        days = (self.end - self.start).days
        form = "_%Y%m%d" if days <= MOST_DAYS else "_%Y%m" if days <= 31 * MOST_DAYS else "_%Y"
        return tuple(dict.fromkeys((self.start + place * DAY).strftime(form) for place in range(days)))


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS: Final = {
    word: place
    for words in (
        "a two three four five six seven eight nine ten",
        "one",
        "an",
        "一 二 三 四 五 六 七 八 九 十",
        "- 两",
    )
    for place, word in enumerate(words.split(), 1)
}

_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_COUNT: Final = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_HAN_COUNT: Final = r"(?P<count>\d{1,3}|[一二两三四五六七八九十])"


def period_of(query: str, now: datetime) -> Period | None:
    """Return the period that a query speaks of, None where it names none or several; what lies in the future is none.

    >>> period = period_of("What did we talk about last week?", datetime(2026, 3, 12, 15, tzinfo=UTC))
    >>> f"{period.start:%d %b} to {period.end:%d %b}" if period else ""
    '02 Mar to 09 Mar'
    """
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    words, found = query[:MOST_CHARACTERS].lower(), list[Period]()
    for pattern, read in _FORMS:
        matches = list(pattern.finditer(words))
        for match in matches:
            found += _valid(read, match, today)
        if matches:
            words = pattern.sub(" ", words)
    return found[0] if len(set(found)) == 1 else None


def undated(query: str) -> str:
    """Return a query without the words that name a period.

    >>> undated("what did we do last week?")
    'what did we do  ?'
    """
    words = query[:MOST_CHARACTERS].lower()
    for pattern, _ in _FORMS:
        words = pattern.sub(" ", words)
    return words


def _valid(read: Callable[[re.Match[str], datetime], Period], match: re.Match[str], today: datetime) -> list[Period]:
    try:
        period = read(match, today)
    except (ValueError, OverflowError):  # the 31st of June
        return []
    return [period] if period.start <= today else []


def _days(start: datetime, count: int = 1) -> Period:
    return Period(start, start + count * DAY)


def _date(match: re.Match[str], today: datetime) -> Period:
    month = _month(match)
    day, year = int(match["day"]), match["year"]
    if year:
        return _days(today.replace(year=int(year), month=month, day=day))
    start = today.replace(month=month, day=day)
    return _days(start if start <= today else start.replace(year=today.year - 1))


def _whole_month(match: re.Match[str], today: datetime) -> Period:
    month = _month(match)
    year = int(match["year"]) if match["year"] else today.year - (month > today.month)
    return _month_of(today.replace(year=year, month=month, day=1))


def _month(match: re.Match[str]) -> int:
    name = match["month"]
    return int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1


def _month_of(first: datetime) -> Period:
    return Period(first, (first + 31 * DAY).replace(day=1))


def _whole_year(match: re.Match[str], today: datetime) -> Period:
    return _year_from(int(match["year"]), today)


def _year_from(year: int, today: datetime) -> Period:
    first = today.replace(year=year, month=1, day=1)
    return Period(first, first.replace(year=year + 1))


def _last(match: re.Match[str], today: datetime) -> Period:
    unit, monday = match["unit"], today - today.weekday() * DAY
    if unit in ("month", "月"):
        return _month_of((today.replace(day=1) - DAY).replace(day=1))
    if unit in ("year", "年"):
        return _year_from(today.year - 1, today)
    return _days(monday - 2 * DAY, 2) if unit in ("weekend", "周末") else _days(monday - 7 * DAY, 7)


def _weekday(match: re.Match[str], today: datetime) -> Period:
    back = (today.weekday() - _DAYS.index(match["weekday"][:3])) % 7 or 7
    return _days(today - back * DAY)


def _han_weekday(match: re.Match[str], today: datetime) -> Period:
    monday = today - (today.weekday() + 7) * DAY
    return _days(monday + "一二三四五六日天".index(match["weekday"]) % 7 * DAY)


def _ago(match: re.Match[str], today: datetime) -> Period:
    """A few days to either side of what is counted in weeks or more: nobody counts these exactly."""
    count = int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]
    unit = match["unit"]
    if unit in ("day", "天", "日"):
        return _days(today - count * DAY)
    if unit in ("week", "周", "星期", "礼拜"):
        return _days(today - (7 * count + 3) * DAY, 7)
    if unit in ("month", "月"):
        first = today.replace(day=1)
        for _ in range(count):
            first = (first - DAY).replace(day=1)
        return _month_of(first)
    return _year_from(today.year - count, today)


_WEEK: Final = r"(?:周|星期|礼拜)"

_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Period]], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"\b{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b", _date),
        (rf"(?:{_YEAR}年)?(?P<month>1[0-2]|[1-9])月(?P<day>[0-3]?\d)[日号]", _date),
        (rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+{_YEAR}\b)?", _date),
        (rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?", _date),
        (rf"\b(?:in|last|during|early|late)\s+{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR}\b)?", _whole_month),
        (rf"\b{_MONTH},?\s+{_YEAR}\b", _whole_month),
        (rf"(?:{_YEAR}年)?(?P<month>1[0-2]|[1-9])月份?(?!\d)", _whole_month),
        (rf"\bin\s+{_YEAR}\b", _whole_year),
        (rf"{_YEAR}年", _whole_year),
        (r"\blast\s+(?P<unit>week(?:end)?|month|year)\b", _last),
        (rf"上个?{_WEEK}(?P<weekday>[一二三四五六日天])", _han_weekday),
        (rf"上(?:一)?个?(?P<unit>周末|{_WEEK}|月)", _last),
        (r"去(?P<unit>年)", _last),
        (r"\blast\s+(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", _weekday),
        (rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+ago\b", _ago),
        (rf"{_HAN_COUNT}个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:以)?前", _ago),
        (r"\ba few days ago\b|\bthe other day\b|几天前|前几天", lambda _match, today: _days(today - 7 * DAY, 6)),
        (r"\bthe day before yesterday\b|前天", lambda _match, today: _days(today - 2 * DAY)),
        (r"\byesterday\b|\blast night\b|昨[天日晚]", lambda _match, today: _days(today - DAY)),
    )
)
"""Longer forms first: what one has read is taken out before the next is looked for."""
