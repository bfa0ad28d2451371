"""One reader for each published set of conversations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from ..memory.importers.node import Node, Unreadable, clean
from ..memory.importers.source import Source
from ..memory.records import Role
from .labels import NO_LABELS, Labels
from .set_labels import (
    kdconv_labels,
    laps_labels,
    reading_sets,
    sentence_labels,
    tiage_labels,
    topical_chat_labels,
)
from .turns import DAY, Clock, Said, TranscriptTurn, between_people, by_time, exchange, one_sided, opened


def read_memorybank(source: Source) -> Iterator[TranscriptTurn]:
    """A session a day, from midnight of its date."""
    clock = Clock()
    for user, record in source.root.entries():
        history = record.get("history")
        days = [(Node(date, day.where).moment(), date, day) for date, day in history.entries()] if history else []
        for midnight, date, day in sorted(days, key=lambda entry: entry[0]):
            said = [turn for pair in day.items() for turn in exchange(pair, ("query", "prompt"), ("response",))]
            yield from one_sided(clock, user, date, opened(said, midnight))


def read_questions(source: Source) -> Iterator[TranscriptTurn]:
    """A user's questions are one session."""
    clock = Clock()
    for record in source.records():
        for user, questions in record.entries():
            yield from one_sided(clock, user, "questions", (("user", q.text(), None) for q in questions.items()))


def read_ikat(source: Source) -> Iterator[TranscriptTurn]:
    """The topic's number is the user; each statement is a session of its own, the conversation is the last.

    Labels: which statements a turn rests on (`evidence`), and whether on any (`personal`).
    """
    clock = Clock()
    for topic in source.records():
        user = topic.need("number").name()
        known = topic.need("ptkb")
        statements = known.entries() if isinstance(known.value, dict) else enumerate(known.items(), start=1)
        for key, statement in statements:
            told = one_sided(clock, user, f"ptkb-{key}", [("user", statement.text(), None)])
            yield from (replace(turn, id=f"ptkb-{key}") for turn in told)
        for turn in topic.need("turns", "responses").items():
            said = exchange(turn, ("utterance", "user_utterance"), ("response",))
            yield from _labelled(one_sided(clock, user, "conversation", said), _ikat_labels(turn))


def _ikat_labels(turn: Node) -> Labels:
    found = turn.get("ptkb_provenance")
    if found is None:
        return NO_LABELS
    return Labels(personal=bool(found.items()), evidence=tuple(f"ptkb-{one.name()}" for one in found.items()))


def _labelled(turns: Iterable[TranscriptTurn], labels: Labels) -> Iterator[TranscriptTurn]:
    """Yield turns, the user's with labels."""
    for turn in turns:
        yield replace(turn, labels=labels) if turn.role == "user" else turn


def read_laps(source: Source) -> Iterator[TranscriptTurn]:
    """Sessions are seven days apart. Labels: the session's gold values, each on the first turn that has its words."""
    clock = Clock(gap=7 * DAY)
    for record in source.records():
        user, topic = record.need("worker_id").name(), record.get("topic")
        for number, session in enumerate(record.need("sessions").items(), start=1):
            messages = session.need("dialogue").items()
            said: list[Said] = [(m.need("role").role(), m.need("message").text(), None) for m in messages]
            labels = laps_labels(session, [text for role, text, _ in said if role == "user"])
            for turn in one_sided(clock, user, f"{topic.name() if topic else 'session'}-{number}", said):
                yield from _labelled([turn], labels.pop(turn.text, NO_LABELS) if turn.role == "user" else NO_LABELS)


def read_chitchat(source: Source) -> Iterator[TranscriptTurn]:
    """Both people are users under their own ids; times are the messages'."""
    return by_time(_chitchat(source, Clock()))


def _chitchat(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for session, conversation in source.root.entries():
        messages = [message for group in conversation.need("messages").items() for message in group.items()]
        said = [
            (message.need("sender").name(), message.need("text").text(), message.need("timestamp").moment())
            for message in messages
        ]
        yield from between_people(clock, (speaker for speaker, _, _ in said), session, said)


def read_topical_chat(source: Source) -> Iterator[TranscriptTurn]:
    """Each agent of each conversation is a user. Labels: the entities that a message draws on, where the reading sets lie beside it."""
    clock, known = Clock(), reading_sets(source)
    for session, conversation in source.root.entries():
        messages, prefix = conversation.need("content").items(), f"{source.stem}/{session}"
        people = [message.need("agent").name() for message in messages]
        for agent, message in zip(people, messages, strict=True):
            said = [(f"{prefix}/{agent}", message.need("message").text(), None)]
            labels = topical_chat_labels(message, known.get(session, {}).get(agent, {}))
            everyone = [f"{prefix}/{one}" for one in people]
            yield from _labelled(between_people(clock, everyone, session, said), labels)


def read_kdconv(source: Source) -> Iterator[TranscriptTurn]:
    """Two people, `a` and `b`, who take turns. Labels: the names that a message's triples are about."""
    for number, conversation in enumerate(source.records()):
        messages = conversation.need("messages").items()
        said = [(message.need("message").text(), kdconv_labels(message)) for message in messages]
        yield from _taking_turns(source, str(number), said)


def read_tiage(source: Source) -> Iterator[TranscriptTurn]:
    """Two people, `a` and `b`, who take turns. Labels: whether a message turns to something else."""
    for session, messages in source.root.entries():
        said = [(_labelled_text(message), tiage_labels(message)) for message in messages.items()]
        yield from _taking_turns(source, session, said)


def _taking_turns(source: Source, session: str, said: list[tuple[str, Labels]]) -> Iterator[TranscriptTurn]:
    people, clock = [f"{source.stem}/{session}/{speaker}" for speaker in "ab"], Clock()
    for index, (text, labels) in enumerate(said):
        turns = between_people(clock, people, session, [(people[index % 2], text, None)])
        yield from _labelled(turns, labels)


def read_sentences(source: Source) -> Iterator[TranscriptTurn]:
    """Labelled sentences, each a session of its own user's: labels are what is liked or not, someone else's, or supposed."""
    clock = Clock()
    for number, record in enumerate(source.records(), start=1):
        said: list[Said] = [("user", record.need("text").text(), None)]
        yield from _labelled(one_sided(clock, source.stem, str(number), said), sentence_labels(record))


def read_clinc150(source: Source) -> Iterator[TranscriptTurn]:
    """One user, a session for each split; the intents are labels, what a request is about. Out of scope has none."""
    clock = Clock()
    for split, requests in source.root.entries():
        for request in requests.items():
            said: list[Said] = [("user", _labelled_text(request), None)]
            yield from _labelled(one_sided(clock, source.stem, split, said), _intent(request))


def _intent(request: Node) -> Labels:
    names = [one.name() for one in request.items()[1:2]]
    return NO_LABELS if names in ([], ["oos"]) else Labels(topics=(names[0],))


def _labelled_text(pair: Node) -> str:
    parts = pair.items()
    if not parts:
        raise pair.error("is an empty list; allowed: a text and its label")
    return parts[0].text()


def read_longmemeval(source: Source) -> Iterator[TranscriptTurn]:
    """A question's id is the user; sessions are in order of their dates."""
    return by_time(_longmemeval(source, Clock()))


def _longmemeval(source: Source, clock: Clock) -> Iterator[TranscriptTurn]:
    for record in source.records():
        dates, names = record.get("haystack_dates"), record.get("haystack_session_ids")
        for index, session in enumerate(record.need("haystack_sessions").items()):
            start = dates.items()[index].moment() if dates and index < len(dates.items()) else None
            name = names.items()[index].name() if names and index < len(names.items()) else str(index + 1)
            said = ((m.need("role").role(), m.need("content").text(), None) for m in session.items())
            yield from one_sided(clock, record.need("question_id").name(), name, opened(said, start))


def read_longmemeval_documents(source: Source) -> Iterator[TranscriptTurn]:
    """Documents named `question::session` whose lines start with `user:` or `assistant:`."""
    clock = Clock()
    for document in source.root.need("documents").items():
        user, _, session = document.need("id").name().partition("::")
        lines = document.need("text").text().split("\n")
        yield from one_sided(clock, user, session or "1", marked(lines, _DOCUMENT_MARK))


_DOCUMENT_MARK = re.compile(r"(?P<role>user|assistant): ?(?P<words>.*)")


def marked(lines: Iterable[str], mark: re.Pattern[str]) -> Iterator[Said]:
    """Yield the turns of text in which a mark (its groups: role, words, perhaps time) opens each; more lines follow.

    What stands above the first mark is nobody's turn.
    """
    role: Role | None = None
    own: datetime | None = None
    block: list[str] = []
    for line in lines:
        if found := mark.match(line):
            yield role, clean("\n".join(block)), own
            role, block, own = Node(found["role"], "").role(), [found["words"]], _marked_time(found)
        else:
            block.append(line.rstrip())
    yield role, clean("\n".join(block)), own


def _marked_time(found: re.Match[str]) -> datetime | None:
    written = found.groupdict().get("time")
    try:
        return Node(written, "").moment() if written else None
    except Unreadable:  # what stands in brackets need not be a time
        return None


def read_locomo(source: Source) -> Iterator[TranscriptTurn]:
    """Both speakers are users; a session starts at its date and goes on by the minute."""
    clock = Clock()
    for number, record in enumerate(source.records(), start=1):
        conversation, sample = record.need("conversation"), record.get("sample_id")
        prefix = f"{source.stem}/{sample.name() if sample else number}"
        people = [f"{prefix}/{conversation.need(key).name()}" for key in ("speaker_a", "speaker_b")]
        yield from by_time(
            turn
            for session, messages, start in _locomo_sessions(conversation)
            for turn in between_people(clock, people, session, _locomo_said(prefix, messages, start))
        )


def _locomo_sessions(conversation: Node) -> Iterator[tuple[str, Node, datetime | None]]:
    sessions = [(key, node) for key, node in conversation.entries() if re.fullmatch(r"session_\d+", key)]
    for key, messages in sorted(sessions, key=lambda entry: int(entry[0].removeprefix("session_"))):
        date = conversation.get(f"{key}_date_time")
        yield key, messages, date.moment() if date else None


def _locomo_said(prefix: str, messages: Node, start: datetime | None) -> Iterator[tuple[str, str, datetime | None]]:
    for message in messages.items():
        words = message.get("text")
        text = words.text() if words else ""
        yield f"{prefix}/{message.need('speaker').name()}", text, start
        start = start if not text else None


def read_prefeval(source: Source) -> Iterator[TranscriptTurn]:
    """The file's topic is the user, each record a session: the conversation that implies the preference, or, where
    there is none, the preference as the user states it. The question, which a measurement asks afterwards, is left out.
    """
    clock = Clock()
    for number, record in enumerate(source.records(), start=1):
        yield from one_sided(clock, source.stem, str(number), _prefeval_said(record))


def _prefeval_said(record: Node) -> Iterator[Said]:
    conversation = record.get("conversation")
    if conversation is None:
        yield "user", record.need("preference").text(), None
    elif conversation.get("query"):
        yield from exchange(conversation, ("query",), ("assistant_options",))
        yield from exchange(conversation, ("user_selection",), ("assistant_acknowledgment",))
    else:
        for _, turn in conversation.entries():
            yield from exchange(turn, ("user",), ("assistant",))
