"""Stack Exchange as a ranking: which question does a person answer next, and which tags has it? A negative control.

From the fifth question on that a person asked or answered, by the interests that the earlier ones left: the question that they answer is
ranked among the 19 that were asked last; and its tags among all that the site has seen. Popular are the tags that the site asked and
answered most, in all and in the last 90 days.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from penchant.memory import Interaction, Item

from .candidates import OUT_OF, Choice, Floats, Life, as_given, shuffled

FIRST = 4
"""Things that a person turned to before they are ranked for."""

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Post:
    """Somebody asked or answered a question."""

    at: datetime
    person: str
    question: str


@dataclass(frozen=True)
class Site:
    """All posts in time order, and the questions with when they were asked."""

    posts: list[Post]
    items: dict[str, Item]
    asked: dict[str, datetime]


def lives(data: Path, tags: bool) -> list[Life]:
    """Return everyone who asked or answered five questions or more: as choices of tags, or of questions."""
    site = _site(data)
    own: dict[str, dict[str, Post]] = defaultdict(dict)
    for post in site.posts:
        own[post.person].setdefault(post.question, post)
    rng = np.random.default_rng(5)
    choose = _tags if tags else _question
    found = (_life(site, person, list(posts.values()), choose, rng) for person, posts in sorted(own.items()))
    return [life for life in found if any(isinstance(step, Choice) for step in life.steps)]


Chooser = Callable[["Site", Post, np.random.Generator], Choice | None]


def _life(site: Site, person: str, posts: Sequence[Post], choose: Chooser, rng: np.random.Generator) -> Life:
    steps: list[Interaction | Choice] = []
    for number, post in enumerate(posts):
        if number >= FIRST and (choice := choose(site, post, rng)):
            steps.append(choice)
        steps.append(Interaction(post.question, "save", item=site.items[post.question], at=post.at))
    return Life(person, tuple(steps))


def _question(site: Site, post: Post, rng: np.random.Generator) -> Choice | None:
    """Return the choice of the question that was answered; one that the person asked is newer than all others, which would tell."""
    before = [one for one, at in site.asked.items() if at < post.at and one != post.question][-(OUT_OF - 1) :]
    if len(before) < OUT_OF - 1 or site.asked[post.question] == post.at:
        return None
    shown = shuffled([post.question, *before], rng)
    items = tuple(site.items[one] for one in shown)
    tags = [item.tags for item in items]
    scores = {"newest first": np.array([site.asked[one].timestamp() for one in shown])} | _popular(site, tags, post.at)
    return Choice(post.at, items, frozenset([shown.index(post.question)]), {"unranked": as_given(items)} | scores)


def _tags(site: Site, post: Post, rng: np.random.Generator) -> Choice | None:
    known = {
        tag for one, at in site.asked.items() if at < post.at and one != post.question for tag in site.items[one].tags
    }
    shown = shuffled(sorted(known), rng)
    right = frozenset(place for place, tag in enumerate(shown) if tag in site.items[post.question].tags)
    scores = {"unranked": as_given(shown)} | _popular(site, [(tag,) for tag in shown], post.at)
    return Choice(post.at, tuple(tag.replace("-", " ") for tag in shown), right, scores) if right else None


def _popular(site: Site, tags: Sequence[Sequence[str]], at: datetime) -> dict[str, Floats]:
    """Return how often the tags of each thing were asked or answered before a moment: the mean over its tags."""
    before = [one for one in site.posts if one.at < at]
    windows = {"popular": before, "popular lately": [one for one in before if one.at >= at - LATELY]}
    often = {
        name: Counter(tag for one in posts for tag in site.items[one.question].tags) for name, posts in windows.items()
    }
    return {name: np.array([np.mean([count[tag] for tag in some]) for some in tags]) for name, count in often.items()}


def _site(data: Path) -> Site:
    with gzip.open(data / "stackexchange/beer_posts.xml.gz") as file:
        rows = [dict(row.attrib) for row in ElementTree.parse(file).getroot()]
    asking = [row for row in rows if row["PostTypeId"] == "1"]
    items = {row["Id"]: Item(row["Title"], tags=tuple(row["Tags"].strip("<>").split("><"))) for row in asking}
    asked = {row["Id"]: _moment(row) for row in sorted(asking, key=_moment)}
    posts = [
        Post(_moment(row), row["OwnerUserId"], row.get("ParentId", row["Id"]))
        for row in rows
        if row["PostTypeId"] in ("1", "2") and "OwnerUserId" in row
    ]
    return Site(sorted((one for one in posts if one.question in items), key=lambda one: one.at), items, asked)


def _moment(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["CreationDate"]).replace(tzinfo=UTC)
