"""One person's memory: the only handle to their data. Every change is one transaction of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from . import weights as w
from .access import Access
from .again import again, patient
from .arguments import a_number, choice, each, expect
from .background.later import Later
from .background.queue import Waiting
from .cleaning import a_text, clean, kept_whole, one_line, storable
from .cohorts.cohort import Cohort
from .cohorts.lending import Lending
from .control.controls import Controls
from .control.conversations import Conversations
from .control.erasing import Erasure
from .control.leaving import Leaving
from .control.sources import Sources
from .explaining.explanation import Explaining
from .explaining.reasons import Fall, Together
from .explaining.shifting import Shift
from .explaining.views import Topic, Views
from .exporting.bringing import bring_back
from .exporting.document import Exporting
from .exporting.markdown import to_markdown
from .forgetting.chosen import Chosen
from .forgetting.forgetting import Forgetting
from .forgetting.receipt import Receipt
from .forgetting.retention import Aging, Retention
from .forgetting.scanning import Scan
from .forgetting.tombstones import Tombstone
from .history.wondering import Supposed, supposed_law
from .interactions import checked, to_event
from .learner import Learner
from .loader import Loader
from .recall.bearing import Bearing, bearing
from .recall.retrieval import Retrieval
from .recall.told import ToldOf
from .records import (
    Attachment,
    Change,
    Control,
    Event,
    Explanation,
    First,
    Imported,
    Interaction,
    Interest,
    Item,
    Learning,
    Neighbour,
    Observed,
    Recollection,
    Relevant,
    Role,
    Session,
    Taken,
    to_ms,
)
from .store import statements

if TYPE_CHECKING:
    from .embedding import Vectors
    from .interests import InterestMemory
    from .topics.anomalies import Anomaly
    from .topics.duplicates import Duplicate
    from .topics.hierarchy import Branch

T = TypeVar("T")

COMPANY = 3
"""Topics that an explanation names as often together with one."""


class UserMemory:
    """What is known of one person. Get it from `InterestMemory.user`; safe to share between threads.

    A topic is given by its number or by a name: its label or an alias, a word of it, or other words for it. A negative count of what
    is asked for is a ValueError everywhere, and so is an argument that is no text, topic or moment where one is needed.
    """

    def __init__(self, memory: InterestMemory, name: str) -> None:
        self.name = name
        self._memory = memory
        self._access = access = Access(memory, name)
        ledger, learner = memory.ledger, Learner(access)
        self._conversations, self._controls = patient(Conversations(access), ledger), patient(Controls(access), ledger)
        self._erasure, self._views = patient(Erasure(access), ledger), patient(Views(access), ledger)
        self._learner, self._sources = patient(learner, ledger), patient(Sources(access), ledger)
        self.later = Later(access, learner)
        self._explaining, self._lending = patient(Explaining(access), ledger), patient(Lending(access), ledger)
        self._retrieval = patient(Retrieval(access), ledger)
        self._leaving = patient(Leaving(access, self._views, name), ledger)
        self._forgetting = patient(Forgetting(access, self._erasure, self._leaving), ledger)
        self._exporting = Exporting(access, self._views, name)
        self._retention = patient(Retention(access, self._forgetting), ledger)

    # What happens

    def observe(
        self,
        text: str = "",
        *,
        kind: str = "chat",
        item: Item | None = None,
        dwell: timedelta | None = None,
        rating: float | None = None,
        role: Role = "user",
        session: str = "",
        at: datetime | None = None,
        id: str | None = None,  # noqa: A002 - the field's own name
        complete: bool = True,
        learn: bool = True,
        teaches: bool = True,
        attachments: Sequence[Attachment] = (),
        sent: str | None = None,
        answers: str = "",
    ) -> Observed:
        """Store an event and learn from it; when this returns, the event is durable.

        Only the person's own words give evidence, so only theirs are read. With `learn=False` the evidence follows with the next
        event, in its transaction; after a kill, or where the embedding model failed, with the next call of `learn`.

        Args:
            text: what was said, searched for or clicked on; beside an item the person's own words on it, or nothing.
            kind: one of `weights.MASSES`, "rating", or one that the memory was opened with (docs/events.md).
            item: what it was done to. Spoken of in a chat, it gives no evidence.
            dwell: how long it was looked at: scales the mass of a view, or of a kind of the app's.
            rating: from 0 to 1, for the kind "rating".
            role: who said it.
            session: the conversation that it belongs to.
            at: when; now if not given, and never later than now.
            id: makes the call idempotent: the same id twice is one event. It is not empty.
            complete: False for a reply that was interrupted.
            learn: whether to take the evidence at once.
            teaches: False for an event that nothing is ever learned from.
            attachments: files that came with it, stored in its transaction.
            sent: what was sent to the model for it, a JSON text; stored in its transaction and read back by `sent`.
            answers: the id of the turn that this is the reply to: where that was forgotten meanwhile, nothing is stored.

        Raises:
            ValueError: an argument is not of its type.
            ValueError: the text and the item are empty, the kind unknown, `at` without a time zone, a dwell time or a rating out of
                range or out of place, or an attachment without a name.
            LedgerError: it could not be stored.
        """
        done = checked(
            Interaction(uuid4().hex if id is None else id, kind, text, item, at, role, session, dwell, rating)
        )
        expect(isinstance(sent, str | None), "sent", "a JSON text", sent)
        came = each(
            "attachments", 'Attachments such as Attachment("a.png", "image/png", b"...")', attachments, Attachment
        )
        redact = self._access.redactor(session, role)
        if came:
            redact(storable(text))  # what is found in the words goes from the files as well, and the other way round
        files = tuple(redact.attachment(_storable(one)) for one in came)
        event = to_event(done, self._memory.kinds, self._memory.now(), redact, self._access.goes_on)
        event = replace(event, complete=complete, attachments=files)
        return self._learner.observe(
            event, to_ms(event.at), once=id is not None, learn=learn, teaches=teaches, sent=sent, answers=answers
        )

    def as_stored(self, done: Interaction) -> Event:
        """Return the event that `observe` would make of something, without what is redacted in it; nothing is stored.

        Raises:
            ValueError: `observe` would refuse it.
        """
        expect(isinstance(done, Interaction), "done", "an Interaction", done)
        checked(done)
        redact = self._access.redactor(done.session, done.role)
        return to_event(done, self._memory.kinds, self._memory.now(), redact, self._access.goes_on)

    def overhear(self, session: str, texts: Iterable[str]) -> None:
        """Keep in mind, in this process alone, what is secret in texts that a model reads in a session and that are not stored.

        What tools returned, or turns that another process stored: the replies to them are stored without these words.
        """
        redact = self._access.redactor(kept_whole("session", session), "user")
        for text in each("texts", "texts", texts, str):
            redact(storable(text))

    def observe_all(
        self,
        interactions: Iterable[Interaction],
        *,
        source: str = "",
        format: str = "",  # noqa: A002 - the field's own name
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Taken:
        """Store many events and learn from them as `observe` would, in the order given; return what was new, known and left out.

        They are taken in batches, each in one transaction: after an error or a kill the batches before are there, and the same call goes
        on after them, for an id that is there already costs next to nothing. However many they are, the memory needed stays the same.

        Args:
            interactions: each with an id; oldest first where that can be had, so that a topic is called as it was first named. One
                that `observe` would refuse is left out.
            source: where they come from, such as a file's name: `sources` lists it and `forget_source` erases what came from it.
            format: what kind of source it is.
            progress: called with the number of interactions done after each batch.

        Raises:
            ValueError: there are no interactions to go over.
            EmbeddingError: the embedding model failed.
            LedgerError: they could not be stored.
        """
        expect(isinstance(interactions, Iterable), "interactions", "several Interactions", interactions)
        return Loader(self._access, source, format).load(interactions, progress)

    def learn(self) -> tuple[Change, ...]:
        """Take the evidence of events that were stored without it.

        Raises:
            EmbeddingError: the embedding model failed; the events wait.
        """
        return self._learner.learn()

    def read_waiting(self) -> int:
        """Do what waits for a model and is due, here and now; returns how many steps there were.

        What would exceed the day's budget goes on waiting, and so does what a model could not be reached for.
        """
        steps = 0
        while self.later.step():
            steps += 1
        return steps

    def waiting(self) -> Waiting:
        """Return what waits for a model, and what today has cost and brought."""
        return self.later.waiting()

    def rebuild(self) -> None:
        """Compute every topic's state anew from the evidence in the ledger."""
        with self._access.writing() as connection:
            self._access.standing.rebuild(connection)

    def catch_up(self) -> None:
        """Compute anew what a load that was killed has left unfinished. It also happens when a memory is opened."""
        with self._memory.ledger.read(self._access.number) as connection:
            owed = statements.owed(connection, self._access.number)
        if owed:
            self.rebuild()

    # What is known

    def at_once(self, work: Callable[[], T]) -> T:
        """Return what some work returns that asks for several things here: they are read in one transaction, as of one moment.

        The work changes nothing, and may be begun anew where the connection to the ledger is lost.
        """

        def read() -> T:
            with self._access.reading():
                return work()

        return again(self._memory.ledger, read)

    @property
    def embedder(self) -> str:
        """The name of the embedding model that makes the vectors."""
        return self._memory.vectorizer.name

    def vector(self, text: str) -> Vectors:
        """Return the unit vector of a text, shape (dimension,).

        Raises:
            EmbeddingError: the embedding model failed.
        """
        vector: Vectors = self._memory.reader(clean(text)).vectors[0]
        return vector

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query, with their relevance: at most `RECALLED`, the likeliest first.

        Disliked ones are among them. Reading changes nothing.

        Args:
            query: what is asked.
            before: what was said before it; the relevance to that is each interest's `around`.
            first: takes the interests' labels and unit vectors, shape (n, dimension), and returns numbers, shape (n,): those with the
                greatest go before all others.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        return self._views.attend(query, before, first)

    def look_ahead(self, before: str) -> None:
        """Embed what was said before the next query, while there is time: `attend` waits for the query's own vector alone then."""
        if a_text(before).strip():
            self._memory.reader.vector(clean(before))

    def bearing(self, texts: Sequence[str], said: str | None = None, *, phrases: bool = True) -> Bearing:
        """Return how the interests bear on texts that others wrote, with one call of the embedding model (bearing.py).

        What the person's own words `said` refuse has no weight there. Without `phrases` the texts are not read for what they name.

        Raises:
            ValueError: the person's words are empty.
            EmbeddingError: the embedding model failed.
        """
        return bearing(self._access, each("texts", "texts", texts, str), said, phrases)

    def interests(self, as_of: datetime | None = None, *, law: w.Law | None = None) -> list[Interest]:
        """Return the person's topics, heaviest first; with `as_of` as they were at that moment, replayed from the ledger.

        With `law` as they would be if these had been the constants all along.
        """
        expect(isinstance(law, w.Law | None), "law", "a Law", law)
        return self._views.interests(as_of, law)

    def weights(self, as_of: datetime | None = None) -> dict[str, float]:
        """Return the weights by label, heaviest first; with `as_of` as they were at that moment."""
        return self._views.weights(as_of)

    def named(self, topic: str | int) -> Interest:
        """Return the topic of a name or a number, to decide about: unlike `explain`, none that only means the same.

        Raises:
            ValueError: there is no such topic; the message names the nearest.
        """
        return self._views.named(topic)

    def explain(self, topic: str | int, most: int = 100) -> Explanation:
        """Return why a topic has its weight and its share: what both are made of, and its newest evidence, sentence by sentence.

        Raises:
            ValueError: there is no such topic.
        """
        found = self._explaining.explain(topic, _count(most))
        return replace(found, together=tuple(self.often_together(found.interest.topic, COMPANY)))

    def falls(self, topic: str | int, levels: Sequence[float]) -> tuple[Fall, ...]:
        """Return when in silence a topic's weight falls below those of some levels that it has reached, the next one first.

        Raises:
            ValueError: there is no such topic, or a level does not lie above 0 and up to 1.
        """
        return self._explaining.falls(topic, each("levels", "numbers", levels, Real))

    def what_if(
        self,
        half_life: timedelta | None = None,
        *,
        short: timedelta | None = None,
        long: timedelta | None = None,
        negative: timedelta | None = None,
    ) -> list[Supposed]:
        """Return the interests as they stand and as they would stand under other half-lives, heaviest then first.

        Either one half-life for all, or some of the three that there are. The ledger is replayed and stays as it is. Shares are the
        ladder's, which has no half-life to choose: they do not change.

        Raises:
            ValueError: no half-life is given, or they are not such as a `Law` takes.
        """
        return self._views.what_if(
            supposed_law(
                self._memory.law, *(None if one is None else _time(one) for one in (half_life, short, long, negative))
            )
        )

    def shift(self, window: timedelta = timedelta(days=7)) -> Shift:
        """Return how far the interests of the last days are from those of the long run, and which topics moved.

        Raises:
            ValueError: the window is not above 0.
        """
        return self._views.shift(_time(window))

    def similar(self, topic: str | int, count: int = 5) -> list[tuple[Interest, float]]:
        """Return other topics near a topic in meaning with the cosine of their labels, most alike first.

        Raises:
            ValueError: there is no such topic.
        """
        return self._views.similar(topic, _count(count))

    def often_together(self, topic: str | int, most: int = 5) -> list[Together]:
        """Return the topics that often come together with one, the surest first (associations.py).

        Raises:
            ValueError: there is no such topic.
        """
        return self._views.often_together(topic, _count(most))

    def tree(self) -> list[Branch]:
        """Return the person's topics as a tree, heaviest first: under each what is part of it (hierarchy.py)."""
        return self._views.tree()

    def duplicates(self) -> list[Duplicate]:
        """Return pairs of topics that may be one, the likeliest first: `merge` makes them one."""
        return self._views.duplicates()

    def anomalies(self) -> list[Anomaly]:
        """Return what is odd about interests: those of one burst, of one session alone, or at the top by an import (anomalies.py)."""
        return self._views.anomalies()

    def curves(self, topics: Sequence[Topic] | Topic, moments: Sequence[datetime]) -> dict[Topic, list[float]]:
        """Return the weights of topics at each moment: as they were then, or in the future as they will be in silence.

        The topics are named or numbered, one or several, and come back as they were asked for.

        Raises:
            ValueError: there is no such topic, or a moment has no time zone.
        """
        return self._views.curves(topics, each("moments", "datetimes with a time zone", moments))

    def fades_at(self, topic: str | int, weight: float) -> datetime | None:
        """Return when in silence a topic's weight falls below `weight`: now if it lies below, None if not within 20 years.

        Raises:
            ValueError: there is no such topic, or the weight lies outside 0 to 1.
        """
        a_number("weight", weight)
        return self._views.fades_at(topic, weight)

    def search(self, query: str, count: int = 5) -> list[Neighbour]:
        """Return past events that have to do with a query, by their words and by their meaning, best first (docs/recall.md).

        What was said in a period that the query names ("last week", "on May 2nd") comes first.

        Raises:
            ValueError: the query is empty, or `count` below 1.
            EmbeddingError: the embedding model failed.
        """
        return self._retrieval.search(query, _some(count))

    def recall_turns(
        self, query: str, count: int = 5, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> list[Recollection]:
        """Return the few turns of past conversations that matter to a query, best first; none where nothing past does.

        They are what `search` finds, as far as they are turns of a conversation and likely to matter (recall/mattering.py). Turns on topics
        that are muted or being forgotten are not among them.

        Args:
            query: what was asked.
            count: how many at most.
            without: numbers of turns that are known anyway.
            of: what the best turns may tell of the person whatever the query's words, or of whom they speak
                (recall/told.py); they come first.

        Raises:
            ValueError: the query is empty, or `count` below 1.
            EmbeddingError: the embedding model failed.
        """
        for name, given in (("without", without), ("of", of)):
            expect(isinstance(given, Collection) and not isinstance(given, str), name, "several", given)
        return self._retrieval.recall_turns(query, _some(count), without, of)

    def find_words(self, words: str, count: int = 20, session: str | None = None) -> list[Event]:
        """Return the turns that have some words, in any case, newest first; those of all sessions, or of one.

        Raises:
            ValueError: the words are empty, or `count` below 1.
        """
        return self._conversations.find_words(words, _some(count), session)

    # Conversations

    def sessions(self, count: int = 200) -> list[Session]:
        """Return the sessions that have turns left, the one with the newest turn first.

        All that came without a session, as most of what is imported, is one under the id "", which is no session of its own.
        """
        return self._conversations.sessions(_count(count))

    def session(self, id: str) -> Session | None:  # noqa: A002 - the field's own name
        """Return one session; None if it has no turns."""
        return self._conversations.session(id)

    def name_session(self, id: str, name: str) -> str:  # noqa: A002 - the field's own name
        """Give a session a name, or take it away with ""; return it as it is stored, without secrets.

        Raises:
            ValueError: the name has more than 200 characters.
        """
        return self._conversations.name(id, name)

    def learning(self, id: str) -> Learning:  # noqa: A002 - the field's own name
        """Return what a session may teach: ON unless set otherwise. It is for the caller to keep to, with `teaches`."""
        return self._conversations.learning(id)

    def set_learning(self, id: str, mode: Learning) -> None:  # noqa: A002 - the field's own name
        """Set what a session may teach.

        Raises:
            ValueError: INCOGNITO, of which nothing is stored, or no mode.
        """
        self._conversations.set_learning(id, choice(Learning, "mode", mode))

    def choice(self, id: str, name: str) -> str:  # noqa: A002 - the field's own name
        """Return what `set_choice` kept for a session under a name; empty where nothing was."""
        return self._conversations.choice(id, name)

    def set_choice(self, id: str, name: str, value: str) -> None:  # noqa: A002 - the field's own name
        """Keep something that was chosen for a session, such as whether interests enter its answers; "" takes it back.

        Raises:
            ValueError: the value has more than 200 bytes.
        """
        self._conversations.set_choice(id, name, a_text(value))

    def turns(self, session: str, count: int, *, before: int | None = None, after: int | None = None) -> list[Event]:
        """Return the last `count` turns of a session, oldest first: of all, or of those numbered below `before`.

        With `after` the first `count` turns of those numbered above it.

        Raises:
            ValueError: both `before` and `after` are given.
        """
        return self._conversations.turns(session, _count(count), before, after)

    def count_turns(self, session: str) -> int:
        """Return how many turns a session has."""
        return self._conversations.count_turns(session)

    def turn(self, number: int) -> Event | None:
        """Return a turn by its number in the ledger; None if it is not this person's, or says nothing any more."""
        return self.events([number]).get(number)

    def events(self, numbers: Sequence[int]) -> dict[int, Event]:
        """Return those of some turns that still say something, by number; those that were replaced among them."""
        return self._conversations.events(each("numbers", "numbers of turns", numbers, Integral))

    def event(self, id: str) -> Event | None:  # noqa: A002 - the field's own name
        """Return an event by the id that it was stored with; None if there is none of this person's, or it says nothing any more."""
        return self._conversations.event(id)

    def came(self, id: str) -> datetime | None:  # noqa: A002 - the field's own name
        """Return when an event of an id came, one that was forgotten too; of one that left no row behind, when it was forgotten.

        None if there is none of this person's, and none of that id is kept away.
        """
        return self._conversations.came(id)

    def mark(self) -> int:
        """Return a number that is another one once something of theirs was erased, or a topic hidden or muted, by whichever process.

        What was made of their memory before must not be used again then.
        """
        with self._access.reading():
            standing = self._access.standing
            return hash((standing.rebuilt, *(row.id for row in standing.topics.rows if row.hidden or row.muted)))

    def latest(self, count: int, *, before: int | None = None) -> list[Event]:
        """Return the last `count` events of all kinds and sessions, newest first: of all, or of those numbered below `before`.

        What was replaced is not among them.
        """
        return self._conversations.latest(_count(count), before)

    def replace(self, session: str, number: int) -> None:
        """Take a turn and all later ones out of a session, and back what was learned from them, as if they had never been said.

        Their text stays in the ledger, where `events` and `forget` find it. A topic that nothing else was said of goes,
        unless the person decided something about it. Evidence from other sessions stays with the topic that it went to.

        Raises:
            ValueError: the turn is not in the session.
        """
        self._conversations.replace(session, number)

    def sent(self, number: int) -> str | None:
        """Return what was sent to the model for a turn, as `observe` got it but for what was forgotten since; None if nothing."""
        return self.sent_of([number]).get(number)

    def sent_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return what was sent for some turns, by number."""
        return self._conversations.sent_of(each("numbers", "numbers of turns", numbers, Integral))

    def add_to_sent(self, number: int, fields: Mapping[str, Any]) -> None:
        """Add fields to the record of what was sent for a turn, a JSON object; where there is none, nothing happens."""
        expect(isinstance(fields, Mapping), "fields", "a mapping", fields)
        self._conversations.add_to_sent(number, fields)

    # What others lend

    def start_from(self, cohort: Cohort) -> list[Interest]:
        """Take on what people like the person care about, as topics that are `lent`; return them, likeliest first.

        Who is like them is told by the topics that they have themselves. A topic that they have is left as it is. What an earlier
        call lent goes. What is lent fades, yields to the person's own evidence, and ends with the first word against it.
        """
        expect(isinstance(cohort, Cohort), "cohort", 'a Cohort, such as Cohort.read(Path("cohort.json"))', cohort)
        return self._lending.start_from(cohort)

    @property
    def joined_cohort(self) -> datetime | None:
        """Since when the person lets their interests be counted in a cohort; None if they do not, as at first."""
        return self._lending.joined()

    def join_cohort(self) -> datetime:
        """Let the person's interests be counted when a cohort is built, until they leave; return since when."""
        return self._lending.join()

    def leave_cohort(self) -> None:
        """Be counted in no cohort any more, and give back what was lent: topics that stand on nothing else go."""
        self._lending.leave()

    # What the person decides

    def pin(self, topic: str | int, on: bool = True) -> Interest:
        """Keep a topic's weight at 0.6 or above, or no longer."""
        return self._controls.decide(topic, "pin", _switch(on))

    def mute(self, topic: str | int, on: bool = True) -> Interest:
        """Keep a topic out of every prompt and learn nothing for it, or do so again; it stays visible."""
        return self._controls.decide(topic, "mute", _switch(on))

    def boost(self, topic: str | int, factor: float) -> Interest:
        """Multiply a topic's strength; 1 undoes it.

        Raises:
            ValueError: the factor lies outside 0.25 to 4, or there is no such topic.
        """
        return self._controls.boost(topic, factor)

    def stop(self, topic: str | int) -> Interest:
        """Void a topic's evidence so far: it starts again from nothing if the person comes back to it."""
        return self._controls.stop(topic)

    def rename(self, topic: str | int, label: str) -> Interest:
        """Give a topic another label; the old one goes on naming it.

        Raises:
            ValueError: the label is empty or another topic's, or there is no such topic.
        """
        return self._controls.rename(topic, label)

    def confirm(self, topic: str | int) -> Interest:
        """Say that a tentative topic is the person's own; it is tentative no longer, unless it is stopped.

        One that was rejected comes back, and one that was lent stays when what is lent goes. Of any other nothing is stored.
        """
        return self._controls.confirm(topic)

    def reject(self, topic: str | int) -> Interest:
        """Say that a tentative topic is no interest of the person's.

        Its evidence so far is void, and it is shown nowhere but by `rejected`. Being mentioned does not bring it back; that the person
        states it of themselves does, or `confirm`.

        Raises:
            ValueError: it is not tentative, or there is no such topic.
        """
        return self._controls.reject(topic)

    def rejected(self) -> list[Interest]:
        """Return the topics that the person has rejected, in the order in which they came."""
        return self._views.rejected()

    def relabel(self, topic: str | int) -> Interest:
        """Call a topic by the best of the phrases that it was learned from: said most often, then nearest to all of them.

        The old label goes on naming it.

        Raises:
            ValueError: the person has renamed it, or there is no such topic.
        """
        return self._controls.relabel(topic)

    def merge(self, topic: str | int, into: str | int) -> Interest:
        """Make a topic part of another, as if all that was said of it had been said of that one; return that one.

        The label and the aliases of the first mean the second; its controls rest, and what it was stopped for stays void. Nothing is lost:
        `undo` parts them again.

        Raises:
            ValueError: both are the same topic, or there is no such topic.
        """
        return self._controls.merge(topic, into)

    def split(self, topic: str | int, phrases: Sequence[str] | None = None) -> Interest:
        """Make two topics of one; return the new one, called by its best phrase.

        Its evidence and the phrases of it leave the old one, which keeps its label and its controls.

        Args:
            topic: the topic.
            phrases: what leaves, of the phrases that it was learned from; told by their meaning if not given.

        Raises:
            ValueError: the topic is all one thing, a phrase is none of its own, nothing would stay, or there is no such topic.
        """
        return self._controls.split(topic, phrases)

    def undo(self) -> Control:
        """Take back the last control that was not taken back yet, and return it: every number is what it would be without it.

        Raises:
            ValueError: there is none, or a topic was erased since.
        """
        return self._controls.undo()

    def controls(self) -> list[Control]:
        """Return all that the person decided, oldest first, what they took back too."""
        return self._controls.controls()

    def speaking_of(self, topic: str | int) -> int:
        """Return how many stored turns `forget` would erase."""
        return self._erasure.speaking_of(topic)

    def forget(self, topic: str | int) -> int:
        """Erase a topic, its evidence, and the text of every turn that it was learned from or that names it, with the replies to it.

        Returns the number of turns. Their attachments go as well, and its words from all that was sent to a model. What else
        was learned from those turns stays. There is no way back.

        Raises:
            ValueError: there is no such topic.
        """
        return self._erasure.forget(topic)

    def forget_soon(self, topic: str | int, after: timedelta) -> Interest:
        """Hide a topic, which learns nothing from now on, and let `forget_due` erase it once `after` has passed.

        Raises:
            ValueError: `after` is negative, or there is no such topic.
        """
        return self._controls.forget_soon(topic, _time(after))

    def keep(self, topic: int) -> Interest:
        """Take back what `forget_soon` did to the topic of a number.

        Raises:
            ValueError: it is erased already, or was not to be.
        """
        return self._controls.keep(topic)

    def forget_due(self) -> int:
        """Erase the topics whose time has come as `forget` does; return the number of turns. It also happens when a memory is opened."""
        return self._erasure.forget_due()

    def would_forget(self, chosen: Chosen) -> int:
        """Return how many turns `forget_chosen` would erase.

        Raises:
            ValueError: there is no such topic, turn or session.
        """
        return self._forgetting.would_forget(chosen)

    def forget_chosen(self, chosen: Chosen, timeout_seconds: float | None = None) -> Receipt:
        """Erase a turn, a topic, a session, a period or everything, and return what went and the proof of it (docs/forgetting.md).

        What was learned from that alone goes with it; every weight is then what a replay of the rest gives. A later import does not
        bring it back until `unforget`. Waits for the index to be rewritten, for so long as is said; what is not done then is owed.

        Raises:
            ValueError: there is no such topic, turn or session.
        """
        return self._forgetting.forget(chosen, timeout_seconds)

    def forgotten(self) -> list[Tombstone]:
        """Return what was forgotten and is kept away from imports, by number, kind and moment alone, oldest first."""
        return self._forgetting.forgotten()

    def unforget(self, number: int) -> Tombstone:
        """Let an import bring back what one forgetting keeps away, and return that; nothing comes back by itself.

        Raises:
            ValueError: there is none of that number.
        """
        return self._forgetting.unforget(number)

    def kept(self) -> dict[str, timedelta]:
        """Return how long events are kept, by kind; a kind that is not there is kept for ever."""
        return self._retention.rules()

    def keep_for(self, kind: str, length: timedelta | None) -> None:
        """Let events of a kind go when they are older than that, at the next opening and then once a day; None keeps them for ever.

        Raises:
            ValueError: there is no such kind, or the time is below an hour or above 200 years.
        """
        self._retention.keep(a_text(kind), None if length is None else _time(length))

    def aging(self, rules: Mapping[str, timedelta] | None = None) -> list[Aging]:
        """Return what is about to go by the rules that are set, or would by others.

        Raises:
            ValueError: `keep_for` would refuse one of these.
        """
        expect(isinstance(rules, Mapping | None), "rules", "a mapping of kinds to timedeltas", rules)
        return self._retention.aging(rules and {a_text(kind): _time(length) for kind, length in rules.items()})

    def let_go(self) -> int:
        """Erase the events that are older than they are kept; return how many. It also happens when a memory is opened, and once a day.

        Nothing goes while the clock has leapt ahead and is not believed (docs/reliability.md).
        """
        return self._retention.apply()

    def search_files(self, texts: Sequence[str]) -> Scan:
        """Search all our own files for the bytes of texts and of their vectors, however they are written.

        Raises:
            EmbeddingError: the embedding model failed.
        """
        return self._forgetting.search(each("texts", "texts", texts, str))

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield all that is stored of the person as JSON objects, each with its "type": the person, interests, controls, sessions, sources,
        events with what came with them. What is stored meanwhile may be among them or not."""
        return self._leaving.export()

    def export_json(self) -> Iterator[str]:
        """Yield everything about the person as one JSON document, piece by piece: `import_export` takes it in again (docs/export.md)."""
        return self._exporting.json()

    def export_markdown(self) -> Iterator[str]:
        """Yield everything about the person as Markdown to read, piece by piece."""
        return to_markdown(self)

    def import_export(self, document: Mapping[str, Any]) -> Taken:
        """Take in what `export_json` wrote: into an empty memory it gives the same weights. Returns what was new, known and left out.

        What is known is left alone, and what was forgotten stays away.

        Raises:
            ValueError: it is no such document, of a newer version, or damaged; nothing has changed.
            EmbeddingError: the embedding model failed; nothing has changed.
        """
        return again(self._memory.ledger, lambda: bring_back(self._access, document))

    def erase(self) -> int:
        """Erase everything that is stored of the person but the name; return how many events said something. There is no way back."""
        return self._leaving.erase()

    # Where it came from

    def sources(self) -> list[Imported]:
        """Return where events were imported from, what was imported last first."""
        return self._sources.all()

    def source(self, name: str) -> Imported:
        """Return one of them by its name.

        Raises:
            ValueError: there is no such source; the message names those that there are.
        """
        return self._sources.named(name)

    def forget_source(self, name: str) -> int:
        """Erase all that was imported from a source, and what was learned from that alone; return the number of events.

        A topic that other words are left of is called by these from now on, unless the person has named it. There is no way back but to
        import it again.

        Raises:
            ValueError: there is no such source.
        """
        return self._sources.forget(name)


MOST = 2**62
"""More than this no database is asked for."""


def _count(asked: Any, least: int = 0, wanted: str = "a count of 0 or more") -> int:
    """Return how many things were asked for; databases take a negative number for all there are.

    Raises:
        ValueError: fewer than the least.
    """
    if isinstance(asked, bool) or not isinstance(asked, Integral) or asked < least:
        raise ValueError(f"{wanted} must be asked for, got {asked!r:.60}")
    return min(int(asked), MOST)


def _some(asked: Any) -> int:
    """Return how many turns were asked for, where none makes no sense.

    Raises:
        ValueError: fewer than one.
    """
    return _count(asked, 1, "at least one turn")


def _switch(on: object) -> str:
    """Return whether something is to be so, as a control has it.

    Raises:
        ValueError: it is neither True nor False.
    """
    expect(on in (True, False), "on", "True or False", on)
    return "1" if on else "0"


def _time(length: Any) -> timedelta:
    """Return a length of time.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(length, timedelta):
        raise ValueError(f"a timedelta is needed here, such as timedelta(days=7), got {length!r:.60}")
    return length


def _storable(file: Attachment) -> Attachment:
    name = one_line(storable(file.name))
    if not name:
        raise ValueError(f"an attachment needs a name, got {file.name!r}")
    expect(isinstance(file.data, bytes | bytearray | memoryview), "an attachment's data", "bytes", file.data)
    return Attachment(name, one_line(storable(file.media_type)), bytes(file.data))
