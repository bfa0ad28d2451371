"""Events of every kind: what each is worth, what is learned from an item, and that an item's words are found and erased."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import inf, log, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import InterestMemory, Item, Phrase, UserMemory, extract
from penchant.memory import weights as w
from penchant.memory.interactions import to_event
from penchant.memory.items import clean_item, slug, written
from penchant.memory.kinds import Kinds
from penchant.memory.reading.page import Page, page_of, phrases
from penchant.memory.records import Event, Interaction

from tests.memory.life import called

if TYPE_CHECKING:
    from tests.conftest import Clock

TEA = Item(title="How to brew green tea", text="Water at 80 degrees.", tags=("gongfu", "porcelain"))


def labels(person: UserMemory) -> set[str]:
    return {interest.label for interest in person.interests()}


# Masses


@pytest.mark.parametrize(("kind", "mass"), w.MASSES.items())
def test_an_event_keeps_the_mass_of_its_kind(person: UserMemory, kind: str, mass: float) -> None:
    assert person.observe("jazz", kind=kind, session="s").event.mass == mass
    assert person.turns("s", 1)[0].mass == mass


def test_a_longer_look_counts_more_up_to_a_click(person: UserMemory) -> None:
    looks = [timedelta(seconds=seconds) for seconds in (0, 2, 30, 300, 36_000)]
    masses = [person.observe(item=TEA, kind="view", dwell=dwell).event.mass for dwell in looks]
    assert masses == sorted(masses)
    assert masses[0] == 0
    assert masses[1] < w.MASSES["view"] / 4
    assert masses[2] == pytest.approx(w.MASSES["view"])
    assert masses[3] == pytest.approx(w.MASSES["view"] * log(61) / log(7))
    assert masses[4] == pytest.approx(w.MASSES["click"])


@given(st.timedeltas(timedelta(0)), st.timedeltas(timedelta(0)))
def test_no_longer_look_counts_less(one: timedelta, other: timedelta) -> None:
    assert w.dwell_factor(min(one, other)) <= w.dwell_factor(max(one, other)) <= w.DWELL_MOST


@pytest.mark.parametrize(("rating", "mass"), [(0, -2), (0.25, -1), (0.5, 0), (0.75, 1), (1, 2)])
def test_a_rating_counts_from_dislike_to_like(person: UserMemory, rating: float, mass: float) -> None:
    seen = person.observe(item=Item(title="jazz"), kind="rating", rating=rating)
    assert seen.event.mass == mass
    assert [change.mass for change in seen.changes] == ([mass] if mass else [])


def test_a_rating_in_the_middle_is_stored_and_teaches_nothing(person: UserMemory) -> None:
    person.observe(item=TEA, kind="rating", rating=0.5, session="s")
    assert person.interests() == []
    assert person.turns("s", 1)[0].item == TEA


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "purchase"}, "there is no kind of event 'purchase'"),
        ({"kind": "rating"}, "an event of the kind 'rating' needs a rating from 0 to 1, got none"),
        ({"kind": "rating", "rating": 1.1}, "between 0 and 1, got 1.1"),
        ({"kind": "rating", "rating": nan}, "between 0 and 1, got nan"),
        ({"kind": "rating", "rating": True}, "rating must be a number from 0 to 1, got True"),
        ({"kind": "like", "rating": 1.0}, "a rating belongs"),
        ({"kind": "like", "dwell": timedelta(seconds=3)}, "a dwell time belongs"),
        ({"kind": "view", "dwell": timedelta(seconds=-3)}, "is not negative"),
        ({"kind": "view", "item": Item(tags=(" ",))}, "the item is empty"),
        ({"role": "system"}, "there is no role"),
        ({"at": datetime(2026, 1, 1)}, "needs a time zone"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_stored(person: UserMemory, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        person.observe("jazz", session="s", **options)
    assert person.turns("s", 1) == []


def test_an_app_has_kinds_of_its_own(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, kinds={"purchase": 2.5, "return": -1}, index=False) as memory:
        person = memory.user()
        assert person.observe(item=Item(title="espresso machine"), kind="purchase").event.mass == 2.5
        assert called(person, "espresso machine").weight == pytest.approx(2.5 / (2.5 + 1.5))
        person.observe(item=Item(title="espresso machine"), kind="return", dwell=timedelta(seconds=30))
        assert called(person, "espresso machine").negative == pytest.approx(1 / 1.5)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"": 1.0}, "needs a name"),
        ({"two\nlines": 1.0}, "needs a name"),
        ({"chat": 2.0}, "'chat' is there already"),
        ({"rating": 2.0}, "'rating' is there already"),
        ({"buy": inf}, "must be a number from -1,000,000 to 1,000,000, got inf"),
        ({"buy": nan}, "to 1,000,000, got nan"),
        ({"buy": "2"}, "to 1,000,000, got '2'"),
        ({"buy": True}, "to 1,000,000, got True"),
        ({"buy": 1e308}, "to 1,000,000, got 1e\\+308"),
        ({"buy": -1000000.5}, "to 1,000,000, got -1000000.5"),
        ({"buy": 10**400}, "to 1,000,000, got 1000"),
    ],
)
def test_a_kind_that_cannot_be_is_refused_where_the_memory_is_opened(
    tmp_path: Path, own: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        InterestMemory(tmp_path, kinds=own, index=False)


def test_a_thousand_of_the_heaviest_events_are_loaded_and_rebuilt(tmp_path: Path) -> None:
    kinds = {"most": w.MOST_MASS, "least": -w.MOST_MASS, "hint": 1e-9}
    names = ("jazz", "chess", "sailing")
    done = (
        Interaction(
            str(n),
            [*kinds][n % 7 % 3],
            item=Item(title=names[n % 3]),
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n),
        )
        for n in range(1100)
    )
    with InterestMemory(tmp_path, kinds=kinds, index=False) as memory:
        person = memory.user()
        assert person.observe_all(done).new == 1100
        before = person.interests()
        person.observe(item=Item(title="jazz"), kind="most", dwell=timedelta(hours=1))
        person.rebuild()
        for stood in (before, person.interests()):
            assert all(0 <= one.weight < 1 and 0 <= one.share <= 1 and 0 <= one.negative < 1 for one in stood)
            assert sum(one.share for one in stood) <= 1 + 1e-9


def test_events_of_an_apps_kind_stay_where_the_kind_is_not_known(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, kinds={"purchase": 2.5}, index=False) as memory:
        memory.user().observe(item=Item(title="espresso machine"), kind="purchase")
        before = [interest.weight for interest in memory.user().interests(memory.clock())]
    with InterestMemory(tmp_path, index=False) as memory:
        memory.user().rebuild()
        [after] = memory.user().interests(memory.clock())
        assert [after.weight] == pytest.approx(before, abs=1e-4)


# What is learned from an item


def test_an_item_teaches_its_title_and_its_tags_as_they_stand(person: UserMemory) -> None:
    seen = person.observe(item=TEA, kind="like", session="s")
    assert {"green tea", "gongfu", "porcelain"} <= labels(person)
    assert {change.mass for change in seen.changes} == {2.0}
    assert seen.event.text == "How to brew green tea\nWater at 80 degrees.\ngongfu\nporcelain"
    assert person.turns("s", 1)[0].item == TEA


def test_a_disliked_item_is_negative_evidence_alone(person: UserMemory) -> None:
    person.observe(item=TEA, kind="not interested")
    assert all(interest.weight == 0 < interest.negative for interest in person.interests())
    assert "gongfu" in labels(person)


def test_what_the_author_of_an_item_thinks_is_not_the_persons_view(person: UserMemory) -> None:
    person.observe(item=Item(title="Why I hate opera"), kind="like")
    assert called(person, "opera").weight > 0 == called(person, "opera").negative


def test_an_item_spoken_of_in_a_chat_is_no_evidence(person: UserMemory) -> None:
    person.observe("I love jazz, look at this", item=TEA)
    assert labels(person) == {"jazz"}
    person.observe(item=TEA)
    assert labels(person) == {"jazz"}


def test_the_agents_items_are_no_evidence(person: UserMemory) -> None:
    person.observe(item=TEA, kind="like", role="assistant")
    assert person.interests() == []


def test_the_persons_own_words_beside_an_item_are_read_as_theirs(person: UserMemory) -> None:
    seen = person.observe("I can't stand the bitterness.", item=TEA, kind="save", session="s")
    assert seen.event.text == f"I can't stand the bitterness.\n{written(TEA)}"
    masses = {change.phrase: change.mass for change in seen.changes}
    assert masses["bitterness"] < 0 < masses["gongfu"]


@pytest.mark.parametrize(("kind", "tentative"), [("view", True), ("click", True), ("search", True), ("save", False)])
def test_one_small_act_makes_no_firm_interest(person: UserMemory, kind: str, tentative: bool) -> None:
    person.observe(item=Item(title="jazz"), kind=kind)
    assert called(person, "jazz").tentative is tentative
    person.rebuild()
    assert called(person, "jazz").tentative is tentative
    person.observe(item=Item(title="jazz"), kind=kind)
    assert not called(person, "jazz").tentative


def test_a_search_counts_in_full_for_its_words(person: UserMemory) -> None:
    [change] = person.observe("best running shoes for flat feet", kind="search").changes
    assert change.mass == w.MASSES["search"]
    assert change.phrase in "best running shoes for flat feet"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.org/tea/how-to-brew-green-tea.html", "how to brew green tea"),
        ("https://example.org/wiki/Rock_climbing", "Rock climbing"),
        ("https://example.org/%E6%94%80%E5%B2%A9%E5%85%A5%E9%97%A8", "攀岩入门"),
        ("https://example.org/watch?v=dQw4w9WgXcQ", ""),
        ("https://example.org/550e8400-e29b-41d4-a716-446655440000", ""),
        ("https://example.org/login", ""),
        ("https://example.org/", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_the_last_part_of_a_url_may_have_words(url: str, words: str) -> None:
    assert slug(url) == words


def test_a_url_alone_teaches_its_words_or_nothing(person: UserMemory) -> None:
    seen = person.observe(item=Item(url="https://example.org/tea/how-to-brew-green-tea"), kind="click")
    assert [change.phrase for change in seen.changes] == ["green tea"]
    assert person.observe(item=Item(url="https://example.org/?q=jazz"), kind="like").changes == ()
    as_shown = "https://example.org/jazz"  # what a browser stores for a page without a title
    assert person.observe(item=Item(title=as_shown, url=as_shown), kind="like").changes == ()


words = st.text(st.sampled_from("ab é茶🎷-_#\n\x00\ud800"), max_size=12)
items = st.builds(Item, words, words, st.lists(words, max_size=4).map(tuple), words)


@given(words, items, st.sampled_from(["chat", "view", "search", "rating"]))
def test_every_phrase_stands_where_it_says_in_the_text_of_its_event(own: str, item: Item, kind: str) -> None:
    try:
        item = clean_item(item)
        rating = 1.0 if kind == "rating" else None
        event = to_stored(Interaction("1", kind, own, item, rating=rating))
    except ValueError:
        return
    assert clean_item(item) == item
    page = page_of(event)
    for phrase in phrases(page, extract if isinstance(page, str) else every_word):
        assert event.text[phrase.start : phrase.end] == phrase.text


def to_stored(done: Interaction) -> Event:
    return to_event(done, Kinds(), 0)


def every_word(text: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(found.group(), *found.span()) for found in re.finditer(r"\S+", text))


def test_the_words_of_an_item_are_read_part_by_part() -> None:
    event = to_stored(Interaction("1", "save", "my words", Item("a title", "a text", ("tag one", "tag two"))))
    page = page_of(event)
    assert isinstance(page, Page)
    parts = [(event.text[part.start : part.end], part.voice, part.whole) for part in page.stretches]
    assert parts == [
        ("my words", "said", False),
        ("a title", "item", False),
        ("tag one", "item", True),
        ("tag two", "item", True),
        ("a text", "item", False),
    ]


def title_of(title: str, kind: str, url: str = "") -> str:
    """Return the stretch that is read as it stands of an item's title; "" where the extractor reads it."""
    rating = 1.0 if kind == "rating" else None
    event = to_stored(Interaction("1", kind, "", Item(title, url=url), rating=rating))
    page = page_of(event)
    assert isinstance(page, Page)
    return "".join(event.text[part.start : part.end] for part in page.stretches if part.whole)


@pytest.mark.parametrize(
    "title",
    ["The Good, the Bad and the Ugly", "I Hate Luv Storys", "Some Like It Hot", "The Lord of the Rings: The Two Towers", "Emma", "Dark",
     "Crouching Tiger, Hidden Dragon", "Grün ist die Heide", "Das Leben der Anderen", "What We Do in the Shadows", "千与千寻"],
)  # fmt: skip
def test_the_title_of_what_is_rated_is_one_name(title: str) -> None:
    assert title_of(title, "rating") == title_of(title, "rating", "https://boxd.it/1") == title
    assert title_of(f"{title} (1979)", "rating") == title
    assert title_of(title, "view") == ""


@pytest.mark.parametrize(
    "title",
    ["How to brew green tea", "Why I hate opera and what I do", "Green tea | The Tea House", "a b c d e f g h i"],
)
def test_a_sentence_or_a_pages_title_is_no_name(title: str) -> None:
    assert title_of(title, "rating") == title_of(title, "like") == ""


def test_an_episode_is_of_its_series() -> None:
    for title in ("Dark: Season 1: Secrets", "Dark: Staffel 2: Lügen", "Dark: Limited Series: Alpha"):
        assert title_of(title, "view") == title_of(title, "rating") == "Dark"
    assert title_of("Star Trek: Picard: Season 3: Seventeen Seconds", "view") == "Star Trek: Picard"
    assert title_of("Kill Bill: Vol. 1", "rating") == "Kill Bill: Vol. 1"
    assert title_of("Tea: part of a day", "view") == ""


def test_what_is_liked_is_named_by_its_title_if_it_is_written_as_a_name() -> None:
    assert title_of("Crouching Tiger, Hidden Dragon", "like") == "Crouching Tiger, Hidden Dragon"
    for title, url in (
        ("Rock climbing for beginners", ""),
        ("jazz", ""),
        ("Rock Climbing", "https://example.org/rock"),
    ):
        assert title_of(title, "save", url) == ""


def test_a_rated_film_is_an_interest_by_its_name(person: UserMemory) -> None:
    for title in ("The Good, the Bad and the Ugly", "I Hate Luv Storys", "Heat"):
        person.observe(item=Item(title=title), kind="rating", rating=1.0)
    assert labels(person) == {"The Good, the Bad and the Ugly", "I Hate Luv Storys", "Heat"}
    person.observe(item=Item(title="Grün ist die Heide"), kind="rating", rating=0.0)
    assert called(person, "Grün ist die Heide").negative > 0


@pytest.mark.parametrize(
    "title",
    ["How I Met Your Mother", "Mother India", "Uncle Pen", "I Know It's Over", "Ten Things I Hate About You", "Say Yes to the Dress",
     "My Neighbor Totoro", "I Hate Everything About You", "Why We Sleep.", "i know the end", "Qui a peur de Virginia Woolf ?", "1917",
     "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"],
)  # fmt: skip
def test_a_work_is_an_interest_by_its_title_whatever_words_it_is_made_of(title: str, person: UserMemory) -> None:
    person.observe(item=Item(title, work=True), kind="view")
    assert labels(person) == {title}
    stored = person.latest(1)[0].item
    assert stored == Item(title, work=True)


def test_what_stands_behind_a_works_name_is_not_it(person: UserMemory) -> None:
    for title in (
        "Creep - Remastered 2011",
        "Heat (1995)",
        "Naima - Live at the Village Vanguard",
        "Dark: Season 1: Lies",
    ):
        person.observe(item=Item(title, work=True), kind="view")
    assert labels(person) == {"Creep", "Heat", "Naima", "Dark"}


def test_the_same_tag_twice_is_one_and_an_item_has_names_of_one_line() -> None:
    assert clean_item(Item(" a\ntitle", "  x ", ("Tea", "tea ", " ", "b\tc"), "u")) == Item(
        "a title", "x", ("Tea", "b c"), "u"
    )


def test_an_event_that_waits_is_learned_as_it_would_have_been_at_once(memory: InterestMemory) -> None:
    at_once, later = memory.user("at once"), memory.user("later")
    for kind in ("like", "search", "chat"):
        at_once.observe("I hate rain", item=TEA, kind=kind)
        later.observe("I hate rain", item=TEA, kind=kind, learn=False)
    later.learn()
    assert [(i.label, i.weight, i.negative) for i in later.interests()] == [
        (i.label, i.weight, i.negative) for i in at_once.interests()
    ]


# Late, future, twice


def test_an_act_of_the_future_counts_as_now_and_the_same_id_is_one_event(person: UserMemory, clock: Clock) -> None:
    first = person.observe(item=TEA, kind="like", at=clock.now + timedelta(days=99), id="1")
    assert first.event.at == clock.now
    again = person.observe(item=TEA, kind="dislike", id="1")
    assert (again.new, again.event) == (False, first.event)
    assert called(person, "gongfu").weight == pytest.approx(2 / 3.5)


# Found, told, erased


def test_what_an_item_says_is_found_by_words_and_by_meaning(person: UserMemory) -> None:
    item = Item("A quiet evening", "with gongfu cha", ("oolong",), "https://example.org/steeping-times")
    person.observe(item=item, kind="view")
    for wanted in ("quiet evening", "gongfu", "oolong", "steeping times", "steeping-times", "example.org"):
        assert [event.item for event in person.find_words(wanted)] == [item]
    assert person.search("steeping oolong at night", 1)[0].event.item == item


@pytest.mark.parametrize(
    "item",
    [
        Item(title="Secrets of falconry"),
        Item(title="A day out", text="We went to see some falconry."),
        Item(title="A day out", tags=("falconry",)),
        Item(title="A day out", url="https://example.org/the-falconry-centre"),
        Item(url="https://example.org/?q=falconry"),
    ],
)
def test_what_is_forgotten_is_gone_from_every_part_of_an_item(tmp_path: Path, item: Item) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        person = memory.user()
        person.observe("I love falconry.", session="s")
        person.observe(item=item, kind="view", session="s", id="1")
        assert person.speaking_of("falconry") == 2
        assert person.forget("falconry") == 2
        assert person.turns("s", 9) == []
        assert not person.observe(item=item, kind="view", session="s", id="1").new
    assert not any(b"falconry" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


# What is of the wrong kind


def test_tags_in_one_text_are_split_at_commas(person: UserMemory) -> None:
    item = Item(title="Alien", tags=" film, horror,,")
    assert item == Item(title="Alien", tags=("film", "horror"))
    person.observe(item=item, kind="like")
    assert labels(person) == {"Alien", "film", "horror"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": None}, "text must be a text, got None"),
        ({"text": "jazz", "at": "2026-01-01"}, "at must be a datetime with a time zone, got '2026-01-01'"),
        ({"item": {"title": "Alien"}, "kind": "like"}, r"item must be an Item such as .*, got \{'title': 'Alien'\}"),
        ({"item": Item("Alien", tags=("film", 7)), "kind": "like"}, "tags of an item must be texts, got 7"),  # type: ignore[arg-type]
        ({"item": Item("Alien", tags=None), "kind": "like"}, "tags of an item must be texts, got None"),  # type: ignore[arg-type]
        ({"item": Item("Alien"), "kind": "view", "dwell": 40}, "dwell must be a timedelta, got 40"),
        ({"item": Item("Alien"), "kind": "rating", "rating": "5"}, "rating must be a number from 0 to 1, got '5'"),
        ({"text": "jazz", "session": None}, "session must be a text, got None"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused_with_what_is_expected(
    given: dict[str, Any], message: str, person: UserMemory
) -> None:
    with pytest.raises(ValueError, match=message):
        person.observe(**given)
    assert person.latest(1) == []


def test_a_load_leaves_out_what_is_of_the_wrong_kind(person: UserMemory) -> None:
    wrong, right = Interaction("1", text=None), Interaction("2", text="I love jazz.")  # type: ignore[arg-type]
    taken = person.observe_all([wrong, right])
    assert (taken.new, sum(taken.left_out.values())) == (1, 1)


def test_tags_are_given_as_any_several_texts_or_as_one_with_commas() -> None:
    wanted = Item("Alien", tags=("film", "horror"))
    several = ["film", "horror"]
    every: list[Iterable[str]] = ["film, horror", " film ,,horror,", several, iter(several), dict.fromkeys(several)]
    for tags in every:
        assert Item("Alien", tags=tags) == wanted
    assert hash(Item("Alien", tags=several)) == hash(wanted)
    assert Item(tags=("film, horror",)).tags == ("film, horror",)


# What an event did


def test_what_an_old_event_did_is_told_as_it_stands_now(person: UserMemory, clock: Clock) -> None:
    for days, thing in ((0, "chess"), (30, "gardening"), (365, "opera")):
        (change,) = person.observe(f"I love {thing}.", at=clock.now - timedelta(days=days)).changes
        assert change.before == 0
        assert change.after == pytest.approx(person.weights()[change.label], abs=1e-9)


def test_what_was_said_before_1970_was_seen_then(person: UserMemory) -> None:
    then = datetime(1600, 1, 1, tzinfo=UTC)
    person.observe("I love chess.", at=then)
    for _ in range(2):
        assert [one.last_seen for one in person.interests()] == [then]
        person.rebuild()
    person.observe("I love chess.", at=then - timedelta(days=1))
    assert [one.last_seen for one in person.interests()] == [then]


def test_what_a_dislike_did_is_told(person: UserMemory) -> None:
    (first,) = person.observe("I hate golf.").changes
    assert (first.before, first.after, first.negative_before) == (0, 0, 0)
    assert first.negative_after == pytest.approx(person.interests()[0].negative, abs=1e-9)
    (second,) = person.observe(item=Item(tags=("golf",)), kind="dislike").changes
    assert second.negative_before == first.negative_after < second.negative_after
