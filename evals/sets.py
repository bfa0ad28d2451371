"""One reader for each published set of conversations."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from xml.parsers import expat

from ..memory.importers.node import Node, Unreadable, clean
from ..memory.importers.source import Source
from ..memory.records import Role
from .labels import NO_LABELS, Labels
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
    """Sessions are seven days apart."""
    clock = Clock(gap=7 * DAY)
    for record in source.records():
        user, topic = record.need("worker_id").name(), record.get("topic")
        for number, session in enumerate(record.need("sessions").items(), start=1):
            messages = session.need("dialogue").items()
            said: Iterator[Said] = ((m.need("role").role(), m.need("message").text(), None) for m in messages)
            yield from one_sided(clock, user, f"{topic.name() if topic else 'session'}-{number}", said)


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
    """Each agent of each conversation is a user."""
    clock = Clock()
    for session, conversation in source.root.entries():
        said = [
            (f"{source.stem}/{session}/{message.need('agent').name()}", message.need("message").text(), None)
            for message in conversation.need("content").items()
        ]
        yield from between_people(clock, (speaker for speaker, _, _ in said), session, said)


def read_kdconv(source: Source) -> Iterator[TranscriptTurn]:
    """Two people, `a` and `b`, who take turns."""
    for number, conversation in enumerate(source.records()):
        messages = conversation.need("messages").items()
        yield from _taking_turns(source, str(number), [message.need("message").text() for message in messages])


def read_tiage(source: Source) -> Iterator[TranscriptTurn]:
    """Two people, `a` and `b`, who take turns."""
    for session, messages in source.root.entries():
        yield from _taking_turns(source, session, [_labelled_text(message) for message in messages.items()])


def _taking_turns(source: Source, session: str, texts: list[str]) -> Iterator[TranscriptTurn]:
    people = [f"{source.stem}/{session}/{speaker}" for speaker in "ab"]
    said = ((people[index % 2], text, None) for index, text in enumerate(texts))
    return between_people(Clock(), people, session, said)


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


def read_stackexchange(source: Source) -> Iterator[TranscriptTurn]:
    """Questions and answers are their owner's turns: title, text and tags, which are labels too; a question's thread is the session."""
    return by_time(_stackexchange(source))


def _stackexchange(source: Source) -> Iterator[TranscriptTurn]:
    for post in _rows(source):
        owner = post.get("OwnerUserId") or post.get("OwnerDisplayName")  # a deleted account leaves only its name
        if not owner or post.value is None or (kind := post.need("PostTypeId").value) not in ("1", "2"):
            continue
        thread = post.need("Id") if kind == "1" else post.need("ParentId", "Id")
        parts = [words.text() if words else "" for words in (post.get("Title"), post.get("Body"), post.get("Tags"))]
        tags = ", ".join(re.findall(r"[^<>|\s]+", parts[2]))
        text = "\n".join(filter(None, (parts[0], without_html(parts[1]), tags)))
        if text:
            at, labels = post.need("CreationDate").moment(), Labels(topics=tuple(filter(None, tags.split(", "))))
            yield TranscriptTurn(owner.name(), thread.name(), at, "user", text, labels=labels)


def _rows(source: Source) -> Iterator[Node]:
    """Yield the attributes of each `row`, as the file is read; a DTD is refused, for it can blow up a small file."""
    parser, rows = expat.ParserCreate(), list[Node]()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            rows.append(Node(attributes, f"{source.path}: line {parser.CurrentLineNumber}: "))

    def refuse(*_: object) -> None:
        raise source.root.error("has a DOCTYPE; allowed: XML without one")

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        for line in source.lines():
            parser.Parse(line, False)
            yield from rows
            rows.clear()
        parser.Parse("", True)
        yield from rows
    except expat.ExpatError as error:
        raise source.root.error(f"not well-formed XML: {error}") from error


def without_html(text: str) -> str:
    """Return the words of HTML on one line.

    >>> without_html("<p>Ale &amp; <b>stout</b></p><p>both</p>")
    'Ale & stout both'
    """
    spaced = re.sub(r"</?(?:p|br|li|ul|ol|pre|div|h\d|hr|blockquote|tr|td)\b[^>]*>", " ", text, flags=re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())
