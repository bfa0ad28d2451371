"""InterestStore: the contract of LangGraph's stores, beside its own InMemoryStore, and what is not its to change."""

from __future__ import annotations

from itertools import product
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.runtime import Runtime
from langgraph.store.base import (
    GetOp,
    InvalidNamespaceError,
    ListNamespacesOp,
    MatchCondition,
    PutOp,
    SearchOp,
)
from langgraph.store.memory import InMemoryStore
from penchant.agent import InterestStore, namespace_of
from penchant.agent.integrations.filters import fits
from penchant.agent.integrations.namespaces import label_of, user_of
from penchant.memory import InterestMemory, UserMemory

EVENTS, TOPICS = namespace_of("ada", "events"), namespace_of("ada", "topics")
CLIMBING = {"text": "I love rock climbing.", "session": "s"}
HOSTILE = ("张伟", "a@b.com", "A@b.com", "../x", "' OR 1=1 --", "a.b", "a%2Eb", "%", "*", "n" * 500)


def test_a_session_that_no_ledger_can_hold_is_refused(memory: InterestMemory) -> None:
    with pytest.raises(ValueError, match="session has half of a surrogate pair"):
        InterestStore(memory).put(EVENTS, "e1", CLIMBING | {"session": "\ud800"})
    assert memory.user("ada").latest(9) == []


@pytest.fixture
def store(memory: InterestMemory) -> InterestStore:
    return InterestStore(memory)


def test_what_is_put_is_an_event_and_teaches(store: InterestStore, memory: InterestMemory) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    found = store.get(EVENTS, "e1")
    assert found is not None
    assert (found.namespace, found.key) == (EVENTS, "e1")
    told = {name: found.value[name] for name in ("text", "kind", "role", "session", "at", "complete")}
    assert told == CLIMBING | {"kind": "chat", "role": "user", "at": "2026-03-01T12:00:00+00:00", "complete": True}
    assert found.created_at.isoformat() == found.value["at"]
    assert list(memory.user("ada").weights()) == ["rock climbing"]


def test_an_event_may_be_any_kind_of_interaction(store: InterestStore, memory: InterestMemory) -> None:
    item = {"title": "Jazz records of the year", "tags": ["jazz"]}
    value = {"kind": "click", "item": item, "at": "2026-02-01T08:00:00+00:00"}
    store.put(EVENTS, "e1", value)
    found = store.get(EVENTS, "e1")
    assert found is not None
    assert {name: found.value[name] for name in ("kind", "at", "mass")} == {
        "kind": "click",
        "at": value["at"],
        "mass": 0.5,
    }
    assert found.value["item"] == item | {"text": "", "url": ""}
    assert "jazz" in memory.user("ada").weights()


@pytest.mark.parametrize("tags", ["film, horror", ["film", "horror"], ("film", "horror")])
def test_tags_are_several_texts_or_one_with_commas(store: InterestStore, memory: InterestMemory, tags: Any) -> None:
    for _ in range(2):
        store.put(EVENTS, "e1", {"kind": "like", "item": {"tags": tags}})
    found = store.get(EVENTS, "e1")
    assert found is not None
    assert found.value["item"]["tags"] == ["film", "horror"]
    assert set(memory.user("ada").weights()) == {"film", "horror"}


@pytest.mark.parametrize("tags", [None, 5, [5]])
def test_tags_that_are_no_texts_are_refused(store: InterestStore, tags: Any) -> None:
    with pytest.raises(ValueError, match="tags of an item must be texts"):
        store.put(EVENTS, "e1", {"kind": "like", "item": {"tags": tags}})


def test_the_models_words_are_kept_and_teach_nothing(store: InterestStore, memory: InterestMemory) -> None:
    store.put(EVENTS, "e1", {"text": "I love opera.", "role": "assistant"})
    assert store.get(EVENTS, "e1") is not None
    assert memory.user("ada").weights() == {}


def test_the_same_event_again_changes_nothing(store: InterestStore, memory: InterestMemory) -> None:
    for _ in range(2):
        store.put(EVENTS, "e1", CLIMBING)
    assert memory.user("ada").explain("rock climbing").interest.evidence == 1


@pytest.mark.parametrize(
    "value",
    [
        {"text": "so good", "kind": "like", "item": {"title": " Green  tea", "tags": ["tea", "Tea", ""]}},
        {"text": "My password is hunter2hunter2, and I love tea."},
        {"text": " \tI love tea.\r\n"},
        {"text": "I love te\0a."},
        {"text": "I love tea.", "session": " s 1 ", "at": "2999-01-01T00:00:00+00:00"},
    ],
    ids=["an item", "a password", "blanks", "NUL", "a session"],
)
def test_however_it_is_written_it_is_the_same(store: InterestStore, memory: InterestMemory, value: Any) -> None:
    for _ in range(2):
        store.put(EVENTS, "e1", value)
    [event] = memory.user("ada").latest(9)
    with pytest.raises(ValueError, match="read-only"):
        store.put(EVENTS, "e1", value | {"text": f"{value['text']} Or coffee."})
    assert memory.user("ada").latest(9) == [event]


def test_an_event_may_be_put_with_a_rating_or_how_long_it_was_looked_at(
    store: InterestStore, memory: InterestMemory
) -> None:
    dune = {"kind": "rating", "item": {"title": "Dune", "work": True}, "rating": 0.9}
    tea = {"kind": "view", "item": {"title": "Green tea"}, "dwell_seconds": 30}
    for _ in range(2):
        store.put(EVENTS, "e1", dune)
        store.put(EVENTS, "e2", tea)
    masses = {one.id: one.mass for one in memory.user("ada").latest(9)}
    assert masses == {"e1": pytest.approx(1.6), "e2": pytest.approx(0.2)}
    for key, value in (("e1", dune | {"rating": 0.1}), ("e2", tea | {"dwell_seconds": 900})):
        with pytest.raises(ValueError, match="read-only once stored: its mass is"):
            store.put(EVENTS, key, value)


def test_an_empty_key_is_refused(store: InterestStore, memory: InterestMemory) -> None:
    with pytest.raises(ValueError, match="id must not be empty"):
        store.put(EVENTS, "", CLIMBING)
    assert memory.user("ada").latest(9) == []


@pytest.mark.parametrize(
    "value", [{"text": "I love jazz."}, CLIMBING | {"session": "t"}, CLIMBING | {"kind": "search"}]
)
def test_an_event_that_is_there_is_read_only(store: InterestStore, value: dict[str, Any]) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    with pytest.raises(ValueError, match="read-only"):
        store.put(EVENTS, "e1", value)
    found = store.get(EVENTS, "e1")
    assert found is not None
    assert found.value["text"] == CLIMBING["text"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "empty"),
        ({"text": " "}, "empty"),
        ({"text": 5}, "a text"),
        ({"memory": "likes jazz"}, "no 'memory'"),
        ({"text": "a", "kind": "shrug"}, "shrug"),
        ({"text": "a", "role": "system"}, "user or assistant"),
        ({"text": "a", "at": "yesterday"}, "ISO 8601"),
        ({"text": "a", "at": "2026-02-01T08:00:00"}, "time zone"),
        ({"kind": "click", "item": {"name": "a"}}, "an item"),
        ({"kind": "click", "item": "a"}, "an item"),
        ({"kind": "view", "text": "a", "dwell_seconds": "30"}, "a number"),
        ({"kind": "view", "text": "a", "dwell_seconds": 1e99}, "a number"),
        ({"kind": "rating", "text": "a", "rating": 7}, "rating"),
    ],
)
def test_what_is_no_event_is_refused(store: InterestStore, memory: InterestMemory, value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        store.put(EVENTS, "e1", value)
    assert store.search(EVENTS) == []
    assert memory.user("ada").weights() == {}


def test_what_follows_from_events_is_read_only(store: InterestStore, memory: InterestMemory) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    key = store.search(TOPICS)[0].key
    with pytest.raises(ValueError, match="read-only"):
        store.put(TOPICS, key, {"weight": 1.0})
    for namespace, name in ((TOPICS, key), (EVENTS, "e1")):
        with pytest.raises(ValueError, match="read-only"):
            store.delete(namespace, name)
    assert list(memory.user("ada").weights()) == ["rock climbing"]
    assert store.get(EVENTS, "e1") is not None


def test_a_time_to_live_is_refused_as_langgraph_does(store: InterestStore) -> None:
    with pytest.raises(NotImplementedError, match="TTL"):
        store.put(EVENTS, "e1", CLIMBING, ttl=5)


def test_topics_are_what_the_person_cares_about(store: InterestStore, memory: InterestMemory) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    store.put(EVENTS, "e2", {"text": "I love jazz. I am obsessed with jazz records."})
    interests = memory.user("ada").interests()
    found = store.search(TOPICS)
    assert [one.key for one in found] == [str(one.topic) for one in interests]
    assert [one.value["weight"] for one in found] == [one.weight for one in interests]
    topic = store.get(TOPICS, found[0].key)
    assert topic is not None
    assert topic.value == found[0].value


def test_a_query_finds_what_has_to_do_with_it(store: InterestStore) -> None:
    for key, text in (("e1", "I love rock climbing."), ("e2", "I love jazz."), ("e3", "I adore pottery.")):
        store.put(EVENTS, key, {"text": text})
    events = store.search(EVENTS, query="bouldering and climbing", limit=2)
    assert (events[0].key, len(events)) == ("e1", 2)
    ranked = [one.score or 0.0 for one in store.search(EVENTS, query="bouldering and climbing")]
    assert ranked == sorted(ranked, reverse=True)
    topics = store.search(TOPICS, query="bouldering and climbing")
    assert topics[0].value["label"] == "rock climbing"
    scores = [one.score or 0.0 for one in topics]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_a_query_of_blanks_is_none(store: InterestStore) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    for namespace in (EVENTS, TOPICS):
        assert store.search(namespace, query=" \t") == store.search(namespace) != []


def test_looking_for_someone_does_not_make_them_known(store: InterestStore, memory: InterestMemory) -> None:
    stranger = namespace_of("stranger", "events")
    assert store.get(stranger, "e1") is None
    assert store.search(stranger, query="climbing") == []
    assert store.search(stranger) == []
    assert memory.users() == []


def test_any_name_has_a_namespace_of_its_own(memory: InterestMemory, store: InterestStore) -> None:
    for user in HOSTILE:
        store.put(namespace_of(user, "events"), "e1", {"text": f"I am number {HOSTILE.index(user)}."})
    for user in HOSTILE:
        namespace = namespace_of(user, "events")
        assert user_of(namespace) == user
        assert [one.value["text"] for one in store.search(namespace)] == [f"I am number {HOSTILE.index(user)}."]
        assert namespace in store.list_namespaces(limit=1000)
    assert sorted(memory.users()) == sorted(HOSTILE)


@pytest.mark.parametrize("label", ["%61da", "%2e", "100%", "%2E%"])
def test_a_name_that_is_written_another_way_is_refused(store: InterestStore, label: str) -> None:
    with pytest.raises(InvalidNamespaceError, match="namespace_of"):
        store.put(("users", label, "events"), "e1", CLIMBING)


@pytest.mark.parametrize(
    "namespace",
    [("users",), ("users", "ada"), ("users", "ada", "weights"), ("memories", "ada", "events"), (*EVENTS, "x")],
)
def test_what_is_put_elsewhere_is_refused(
    store: InterestStore, memory: InterestMemory, namespace: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidNamespaceError, match="namespace"):
        store.put(namespace, "e1", CLIMBING)
    assert memory.users() == []


def test_no_search_goes_over_several_people(store: InterestStore) -> None:
    for namespace in ((), ("users",)):
        with pytest.raises(InvalidNamespaceError, match="whose data"):
            store.search(namespace, query="climbing")


def test_a_store_of_one_persons_reaches_nobody_else(memory: InterestMemory) -> None:
    bob = namespace_of("bob", "events")
    InterestStore(memory).put(bob, "e1", CLIMBING)
    store = InterestStore(memory.user("ada"))
    store.put(EVENTS, "e1", {"text": "I love jazz."})
    assert store.list_namespaces() == [EVENTS, TOPICS]
    assert store.get(bob, "e1") is None
    assert store.search(bob) == []
    with pytest.raises(InvalidNamespaceError, match="another person's"):
        store.put(bob, "e2", CLIMBING)


def test_a_batch_reads_what_was_there_before_it_and_puts_last(store: InterestStore) -> None:
    store.put(EVENTS, "e0", {"text": "I love jazz."})
    got, found, put, listed = store.batch(
        [GetOp(EVENTS, "e0"), SearchOp(EVENTS), PutOp(EVENTS, "e1", CLIMBING), ListNamespacesOp()]
    )
    assert got == store.get(EVENTS, "e0")
    assert [one.key for one in found] == ["e0"]  # type: ignore[union-attr]
    assert (put, listed) == (None, [EVENTS, TOPICS])
    assert [one.key for one in store.search(EVENTS)] == ["e1", "e0"]


def test_a_batch_checks_names_that_come_by_no_method(store: InterestStore) -> None:
    with pytest.raises(InvalidNamespaceError, match="periods"):
        store.batch([PutOp(("users", "a.b", "events"), "e1", CLIMBING)])


async def test_it_is_the_same_in_an_event_loop(store: InterestStore) -> None:
    await store.aput(EVENTS, "e1", CLIMBING)
    assert await store.aget(EVENTS, "e1") == store.get(EVENTS, "e1")
    assert await store.asearch(TOPICS, query="climbing") == store.search(TOPICS, query="climbing")
    assert await store.alist_namespaces() == store.list_namespaces()
    with pytest.raises(ValueError, match="read-only"):
        await store.adelete(EVENTS, "e1")


def test_a_node_of_a_graph_finds_it_in_its_runtime(store: InterestStore) -> None:
    def answer(state: MessagesState, runtime: Runtime[Any]) -> dict[str, Any]:
        assert runtime.store is not None
        (best,) = runtime.store.search(TOPICS, query=state["messages"][-1].text, limit=1)
        return {"messages": [("ai", best.value["label"])]}

    store.put(EVENTS, "e1", CLIMBING)
    graph = StateGraph(MessagesState).add_node("answer", answer).add_edge(START, "answer").compile(store=store)
    asked: Any = {"messages": [("user", "Where can I climb?")]}
    said = graph.invoke(asked)
    assert said["messages"][-1].content == "rock climbing"


# Beside LangGraph's own store


@pytest.fixture
def twin(store: InterestStore) -> InMemoryStore:
    """LangGraph's own store with the same events, put in the order in which ours lists them: the newest first."""
    twin = InMemoryStore()
    for number in range(12):
        value = {"text": f"Note {number}.", "kind": "search" if number % 3 else "chat", "session": f"s{number % 2}"}
        store.put(EVENTS, f"e{number}", value)
    for one in store.search(EVENTS, limit=100):
        twin.put(EVENTS, one.key, one.value)
    return twin


FILTERS: list[dict[str, Any] | None] = [
    None,
    {"kind": "chat"},
    {"kind": {"$eq": "chat"}, "session": "s0"},
    {"kind": {"$ne": "chat"}},
    {"number": {"$gt": 3, "$lte": 9}},
    {"mass": {"$gte": 0.9}},
    {"number": {"$lt": 0}},
    {"nothing": "there"},
]


def test_a_search_gives_the_pages_that_langgraphs_own_store_gives(store: InterestStore, twin: InMemoryStore) -> None:
    for wanted, (offset, limit) in product(FILTERS, ((0, 5), (3, 4), (10, 10), (50, 5), (0, 0))):
        ours, theirs = (
            [one.key for one in each.search(EVENTS, filter=wanted, offset=offset, limit=limit)]
            for each in (store, twin)
        )
        assert ours == theirs, (wanted, offset, limit)


CONDITIONS: tuple[tuple[MatchCondition, ...], ...] = (
    (),
    (MatchCondition("prefix", ("users",)),),
    (MatchCondition("prefix", ("users", "bob")),),
    (MatchCondition("prefix", ("users", "*", "events")),),
    (MatchCondition("suffix", ("events",)),),
    (MatchCondition("suffix", ("bob", "*")),),
    (MatchCondition("prefix", ("users", "ada")), MatchCondition("suffix", ("events",))),
    (MatchCondition("prefix", ("elsewhere",)),),
    (MatchCondition("prefix", ("users", "ada", "events", "more")),),
)


def test_namespaces_are_listed_as_langgraphs_own_store_lists_them(store: InterestStore, memory: InterestMemory) -> None:
    twin = InMemoryStore()
    for user in ("ada", "bob"):
        memory.user(user)
        twin.put(namespace_of(user, "events"), "1", {})
        twin.put(namespace_of(user, "topics"), "1", {})
    for conditions, depth, (offset, limit) in product(CONDITIONS, (None, 1, 2, 3, 5), ((0, 100), (1, 2))):
        op = ListNamespacesOp(conditions, depth, limit, offset)
        assert store.batch([op]) == twin.batch([op]), op


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
    max_leaves=4,
)
FIELDS = st.dictionaries(st.sampled_from("xy"), JSON, max_size=2)
COMPARED = st.dictionaries(st.sampled_from(["$gt", "$gte", "$lt", "$lte"]), st.integers(-3, 3), min_size=1)


@settings(max_examples=50)
@given(value=FIELDS, wanted=FIELDS)
def test_a_filter_fits_what_langgraphs_own_fits(value: dict[str, Any], wanted: dict[str, Any]) -> None:
    twin = InMemoryStore()
    twin.put(("a",), "k", value)
    assert fits(value, wanted) == bool(twin.search(("a",), filter=wanted))


@settings(max_examples=50)
@given(number=st.integers(-3, 3), wanted=COMPARED)
def test_a_comparison_is_langgraphs_own(number: int, wanted: dict[str, int]) -> None:
    twin = InMemoryStore()
    twin.put(("a",), "k", {"n": number})
    assert fits({"n": number}, {"n": wanted}) == bool(twin.search(("a",), filter={"n": wanted}))


@pytest.mark.parametrize(("wanted", "said"), [({"n": {"$like": 1}}, "like"), ({"n": {"$gt": "many"}}, "numbers")])
def test_a_filter_that_cannot_be_is_refused(wanted: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        fits({"n": 1}, wanted)


@settings(max_examples=50)
@given(user=st.text(min_size=1))
def test_a_label_is_one_persons_and_langgraph_takes_it(user: str) -> None:
    label = label_of(user)
    assert user_of(("users", label)) == user
    assert not set(label) & {".", "\x00"}


def test_an_empty_name_is_nobodys() -> None:
    with pytest.raises(ValueError, match="name"):
        namespace_of("", "events")
    with pytest.raises(ValueError, match="user must be a text, got 3"):
        namespace_of(cast(Any, 3), "events")


def test_reading_changes_nothing(store: InterestStore, memory: InterestMemory) -> None:
    store.put(EVENTS, "e1", CLIMBING)
    person: UserMemory = memory.user("ada")
    before = person.latest(10), person.interests()
    store.search(EVENTS, query="climbing")
    store.search(TOPICS, query="climbing")
    store.search(("users", "ada"))
    assert (person.latest(10), person.interests()) == before


@pytest.mark.parametrize("wrong", ["penchant-data", None])
def test_what_is_no_memory_is_refused_at_once(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"the memory is an InterestMemory\("):
        InterestStore(wrong)
