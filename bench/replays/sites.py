"""Stack Exchange as a ranking: of twenty questions, which one does a person turn to next? A negative control.

A person turns to a question by asking or answering it. From their fifth one on it is ranked among the 19 that were asked last before that
moment, by the interests that the earlier ones left. Popular are the tags that the site asked and answered most, in all and in the last 90 days.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from penchant.memory import Interaction, Item

from .candidates import OUT_OF, Choice, Floats, Life, shuffled

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


def lives(data: Path) -> list[Life]:
    """Return everyone who asked or answered five questions or more."""
    site = _site(data)
    own: dict[str, list[Post]] = defaultdict(list)
    for post in site.posts:
        if post.question not in {one.question for one in own[post.person]}:
            own[post.person].append(post)
    rng = np.random.default_rng(5)
    return [_life(site, person, posts, rng) for person, posts in sorted(own.items()) if len(posts) > FIRST]


def _life(site: Site, person: str, posts: Sequence[Post], rng: np.random.Generator) -> Life:
    steps: list[Interaction | Choice] = []
    for number, post in enumerate(posts):
        if number >= FIRST and (choice := _choice(site, post, rng)):
            steps.append(choice)
        steps.append(Interaction(post.question, "save", item=site.items[post.question], at=post.at))
    return Life(person, tuple(steps))


def _choice(site: Site, post: Post, rng: np.random.Generator) -> Choice | None:
    before = [one for one, at in site.asked.items() if at < post.at and one != post.question][-(OUT_OF - 1) :]
    if len(before) < OUT_OF - 1:
        return None
    shown = [post.question, *before]
    items, right, order = shuffled([site.items[one] for one in shown], rng)
    newest = np.array([site.asked[shown[place]].timestamp() for place in order])
    scores = {
        "unranked": -np.arange(len(items), dtype=float),
        "newest first": newest,
        "popular": _popular(site, items, post.at, None),
        "popular lately": _popular(site, items, post.at, LATELY),
    }
    return Choice(post.at, items, right, scores)


def _popular(site: Site, items: Sequence[str | Item], at: datetime, window: timedelta | None) -> Floats:
    """Return how often the tags of each thing were asked or answered before a moment: the mean over its tags."""
    posts = [one for one in site.posts if one.at < at and (window is None or one.at >= at - window)]
    often = Counter(tag for post in posts for tag in site.items[post.question].tags)
    return np.array([np.mean([often[tag] for tag in item.tags]) for item in items if isinstance(item, Item)])


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
