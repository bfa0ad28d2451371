"""The tables of the ledger, and the steps that bring an older one up to date.

A person's row carries the revision of everything known of them: it rises by one with every change, and a topic carries the revision
that last changed it, so that a second process reads only what moved.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    inspect,
    literal_column,
    select,
    text,
)

from ..errors import LedgerMismatch
from ..sealing.columns import Fact, Sealed, SealedBytes, SealedName
from ..weights import MASSES

tables = MetaData()

Key = BigInteger().with_variant(Integer, "sqlite")


meta = Table(
    "meta",
    tables,
    Column("key", String(100), primary_key=True),
    Column("value", Fact, nullable=False),
)

users = Table(
    "users",
    tables,
    Column("id", Key, primary_key=True),
    Column("name", SealedName("users.name", nobody=True), nullable=False, unique=True),
    Column("revision", BigInteger, nullable=False),
    Column("rebuilt", BigInteger, nullable=False),  # the revision at which topics last went or were computed anew
    Column("votes", LargeBinary, nullable=False),  # float64: trust in the ten rungs, events that voted
    Column("voted_at", BigInteger, nullable=False),  # the latest event that voted
    Column(
        "final", BigInteger, nullable=False, server_default="0"
    ),  # the last control that cannot be undone any more: a topic was erased after it
    Column("joined_at", BigInteger),  # since when they let their interests be counted in a cohort
    Column(
        "owed", Boolean, nullable=False, server_default=false()
    ),  # evidence was loaded that the ladder has not voted on yet
)

sources = Table(
    "sources",
    tables,
    Column("id", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", SealedName("sources.name"), nullable=False),  # what a second import of it is known by
    Column("format", Sealed("sources.format"), nullable=False),
    Column("last", BigInteger, nullable=False),  # when it was last imported
    Column("taken", BigInteger, nullable=False),  # number of events
    UniqueConstraint("user", "name"),
)

events = Table(
    "events",
    tables,
    Column("seq", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("id", SealedName("events.id"), nullable=False),
    Column("session", SealedName("events.session"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", String(9), nullable=False),
    Column("text", Sealed("events.text"), nullable=False),
    Column("at", BigInteger, nullable=False),  # milliseconds since 1970 UTC
    Column("complete", Boolean, nullable=False),
    Column("learned", Boolean, nullable=False),  # its evidence is in, or it has none to give
    Column("vector", SealedBytes("events.vector")),  # float32; empty until embedded
    Column(
        "replaced", Boolean, nullable=False, server_default=false()
    ),  # the person took it back and said something else
    Column("attached", Integer, nullable=False, server_default="0"),  # number of attachments
    Column("mass", Float, nullable=False, server_default="1"),  # signed: what its evidence is worth
    Column("item", Sealed("events.item")),  # JSON: what the person searched in, clicked on, rated
    Column("source", ForeignKey("sources.id", ondelete="SET NULL")),  # where it was imported from
    Column("part_of", ForeignKey("events.seq", ondelete="CASCADE")),  # the turn whose attachment it was read in
    Column("telling", Boolean),  # it says something of the person (recall/telling.py); older versions left it empty
    UniqueConstraint("user", "id"),
)

told = and_(events.c.replaced.is_(False), events.c.text != literal_column("''"))
"""What still says something. Written out, not bound: the index below serves only queries that repeat its words."""

said = and_(told, events.c.part_of.is_(None))
"""What is still part of its conversation: what was read in an attachment says something, but is no turn."""

Index("events_by_session", events.c.user, events.c.session, events.c.seq, sqlite_where=said, postgresql_where=said)

Index("events_by_user", events.c.user, events.c.seq)  # else who has a million events is sorted for their newest few

_IN_SHORT = (
    'CREATE INDEX events_in_short ON events ("user", seq, session, kind, at, part_of, role, telling) '
    "WHERE replaced IS 0 AND text != ''"
)
"""What finding past turns needs of hundreds of events, in SQLite: there each row lies in a page of its own, with its vector."""

Index(
    "events_to_learn", events.c.user, events.c.seq, sqlite_where=events.c.learned.is_(False),
    postgresql_where=events.c.learned.is_(False),
)  # fmt: skip

topics = Table(
    "topics",
    tables,
    Column("id", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("label", Sealed("topics.label"), nullable=False),
    Column("vector", SealedBytes("topics.vector"), nullable=False),
    Column("tentative", Boolean, nullable=False),
    Column("state", LargeBinary, nullable=False),  # weights.Accumulators
    Column("evidence", Integer, nullable=False),  # number of events
    Column("last_seen", BigInteger, nullable=False),
    Column("boost", Float, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("muted", Boolean, nullable=False),
    Column("stopped_at", BigInteger),
    Column("stopped_after", BigInteger, nullable=False),  # the last event before the stop
    Column("revision", BigInteger, nullable=False),
    Column(
        "aliases", Sealed("topics.aliases"), nullable=False, server_default="[]"
    ),  # JSON: what else it is called, by those merged into it
    Column("forget_at", BigInteger),  # hidden, and erased from then on
    Column("votes", LargeBinary),  # ten float64: what the ladder's rungs have gained on this topic alone
    Column("prior", Float, nullable=False, server_default="0"),  # mass that others' interests lend it
    Column("prior_at", BigInteger, nullable=False, server_default="0"),  # since when
    Column("merged_into", BigInteger),  # it is part of that topic for as long as nobody undoes it
    Column("rejected", Boolean, nullable=False, server_default=false()),  # the person said it is none of theirs
    Index("topics_by_user", "user"),  # the revision is not in it: every turn would move its entry
)

evidence = Table(
    "evidence",
    tables,
    Column("topic", ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    Column("event", ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column(
        "origin", BigInteger, primary_key=True, autoincrement=False
    ),  # the topic it was given to, before merges and splits
    Column("phrase", Sealed("evidence.phrase"), nullable=False),
    Column("mass", Float, nullable=False),  # 0: withdrawn, but what the topic was once learned from
    Column("stated", Boolean, nullable=False),  # of the person themselves, not only mentioned
    Column("at", BigInteger, nullable=False),
    Column(
        "ends", Boolean, nullable=False, server_default=false()
    ),  # the words end the interest: what was before is void
    sqlite_with_rowid=False,  # one tree, a topic's evidence side by side
)

controls = Table(
    "controls",
    tables,
    Column("seq", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("topic", ForeignKey("topics.id", ondelete="CASCADE"), nullable=False),
    Column(
        "action", String(10), nullable=False
    ),  # pin, mute, boost, stop, rename, relabel, confirm, reject, merge, split, forget, keep, undo, prior
    Column("value", Sealed("controls.value"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column(
        "before", Sealed("controls.before"), nullable=False, server_default=""
    ),  # JSON: the last event before it, and what undoing it brings back
    Index("controls_by_topic", "topic", "at"),
)

sessions = Table(
    "sessions",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("id", SealedName("events.session"), primary_key=True),
    Column("name", Sealed("sessions.name"), nullable=False),
    Column("learning", String(10), nullable=False),
)

prompts = Table(
    "prompts",
    tables,
    Column("event", ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column("sent", SealedBytes("prompts.sent"), nullable=False),  # JSON, compressed by zlib
)

blobs = Table(
    "blobs",
    tables,
    Column("id", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),  # two people never share one
    Column("hash", SealedName("blobs.hash", length=64), nullable=False),  # SHA-256 of the data, in hexadecimal
    Column("data", SealedBytes("blobs.data"), nullable=False),
    UniqueConstraint("user", "hash"),
)

attachments = Table(
    "attachments",
    tables,
    Column("event", ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),  # among those of the event
    Column("name", Sealed("attachments.name"), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("blob", ForeignKey("blobs.id"), nullable=False),
    Column("reading", ForeignKey("events.seq", ondelete="SET NULL")),  # the event that was read in it
    Index("attachments_by_blob", "blob"),
)

waiting = Table(
    "waiting",
    tables,
    Column("event", ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),  # of the attachment that a model is to read; -1 for the words
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),  # how many of the tries will not be better for being repeated
    Column(
        "not_before", BigInteger, nullable=False
    ),  # milliseconds since 1970 UTC; of a claimed one, when the claim ends
    Column("claim", String(32)),  # of the process that is at it
    Index("waiting_by_user", "user", "not_before"),
)

spent = Table(
    "spent",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970 UTC
    Column("tokens", BigInteger, nullable=False),
    Column("read", Integer, nullable=False),  # turns and attachments
    Column("dropped", Integer, nullable=False),  # phrases that did not stand in the text
    Column("given_up", Integer, nullable=False),
)

erased = Table(
    "erased",
    tables,
    Column("event", Key, primary_key=True, autoincrement=False),  # an event that the index has still to drop
)

keys = Table(
    "keys",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("generation", Integer, nullable=False),  # which of the user's keys it is: an erasure makes a new one
    Column("wrapped", LargeBinary, nullable=False),  # a data key, encrypted by the master key
)

forgettings = Table(
    "forgettings",
    tables,
    Column("id", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),  # turn, topic, period, session, everything
    Column("at", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),  # how many it erased
    Index("forgettings_by_user", "user"),
)

tombstones = Table(
    "tombstones",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", String(32), primary_key=True),  # a keyed hash of an erased event's id or words, in hexadecimal
    Column("forgetting", ForeignKey("forgettings.id", ondelete="CASCADE"), nullable=False),
    Index("tombstones_by_forgetting", "forgetting"),
)

tombstone_keys = Table(
    "tombstone_keys",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "key", SealedBytes("tombstone_keys.key"), nullable=False
    ),  # random: without it a mark cannot be told from chance
)

retention = Table(
    "retention",
    tables,
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", SealedName("retention.kind"), primary_key=True),
    Column("keep", BigInteger, nullable=False),  # milliseconds; older events of the kind are erased
)


def _add_conversations(connection: Connection) -> None:
    """Version 2: sessions with names, attachments, what was sent; turns can be replaced, topics merged and forgotten later."""
    postgres = connection.dialect.name == "postgresql"
    integer, blob, no = ("BIGINT", "BYTEA", "false") if postgres else ("INTEGER", "BLOB", "0")
    for statement in _VERSION_2:
        connection.execute(text(statement.format(integer=integer, blob=blob, no=no)))


_VERSION_2 = (
    "ALTER TABLE events ADD COLUMN replaced BOOLEAN DEFAULT {no} NOT NULL",
    "ALTER TABLE events ADD COLUMN attached INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE topics ADD COLUMN aliases TEXT DEFAULT '[]' NOT NULL",
    "ALTER TABLE topics ADD COLUMN forget_at BIGINT",
    "DROP INDEX events_by_session",
    "CREATE INDEX events_by_session ON events (\"user\", session, seq) WHERE replaced IS {no} AND text != ''",
    'CREATE TABLE sessions ("user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE, id TEXT NOT NULL, '
    'name TEXT NOT NULL, learning VARCHAR(10) NOT NULL, PRIMARY KEY ("user", id))',
    "CREATE TABLE prompts (event {integer} NOT NULL REFERENCES events (seq) ON DELETE CASCADE, sent {blob} NOT NULL, PRIMARY KEY (event))",
    "CREATE TABLE attachments (event {integer} NOT NULL REFERENCES events (seq) ON DELETE CASCADE, place INTEGER NOT NULL, "
    "name TEXT NOT NULL, media_type TEXT NOT NULL, data {blob} NOT NULL, PRIMARY KEY (event, place))",
)


def _add_interactions(connection: Connection) -> None:
    """Version 3: events of every kind and where they came from; evidence that can be moved back, and that ends an interest."""
    postgres = connection.dialect.name == "postgresql"
    integer, blob, no, key = (
        ("BIGINT", "BYTEA", "false", "BIGSERIAL") if postgres else ("INTEGER", "BLOB", "0", "INTEGER")
    )
    tail = "" if postgres else " WITHOUT ROWID"
    for statement in _VERSION_3:
        connection.execute(text(statement.format(integer=integer, blob=blob, no=no, key=key, tail=tail)))
    _keep_by_hash(connection)
    for kind, mass in MASSES.items():
        connection.execute(events.update().where(events.c.kind == kind).values(mass=mass))


def _keep_by_hash(connection: Connection) -> None:
    """Put the bytes of attachments into `blobs`, one at a time: together they may not fit into memory."""
    find = text(
        'SELECT e."user", a.* FROM attachments_2 a JOIN events e ON e.seq = a.event WHERE a.event = :e AND a.place = :p'
    )
    for event, place in connection.execute(text("SELECT event, place FROM attachments_2")).all():
        row = connection.execute(find, {"e": event, "p": place}).one()
        blob = keep(connection, row.user, bytes(row.data))
        kept = {"event": event, "place": place, "name": row.name, "media_type": row.media_type, "blob": blob}
        connection.execute(attachments.insert().values(kept))
    connection.execute(text("DROP TABLE attachments_2"))


def keep(connection: Connection, user: int, data: bytes) -> int:
    """Store bytes once for a user, and return the number of their blob."""
    digest = sha256(data).hexdigest()
    found = select(blobs.c.id).where(blobs.c.user == user, blobs.c.hash == digest)
    if (known := connection.execute(found).scalar()) is not None:
        return int(known)
    values = {"user": user, "hash": digest, "data": data}
    return int(connection.execute(blobs.insert().values(values)).inserted_primary_key[0])  # type: ignore[index]


_VERSION_3 = (
    'CREATE TABLE sources (id {key} NOT NULL, "user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE, '
    "name TEXT NOT NULL, format TEXT NOT NULL, last BIGINT NOT NULL, taken BIGINT NOT NULL, "
    'PRIMARY KEY (id), UNIQUE ("user", name))',
    "ALTER TABLE users ADD COLUMN final BIGINT DEFAULT '0' NOT NULL",
    "ALTER TABLE users ADD COLUMN joined_at BIGINT",
    "ALTER TABLE users ADD COLUMN owed BOOLEAN DEFAULT {no} NOT NULL",
    "ALTER TABLE events ADD COLUMN mass FLOAT DEFAULT '1' NOT NULL",
    "ALTER TABLE events ADD COLUMN item TEXT",
    "ALTER TABLE events ADD COLUMN source {integer} REFERENCES sources (id) ON DELETE SET NULL",
    "ALTER TABLE topics ADD COLUMN votes {blob}",
    "ALTER TABLE topics ADD COLUMN prior FLOAT DEFAULT '0' NOT NULL",
    "ALTER TABLE topics ADD COLUMN prior_at BIGINT DEFAULT '0' NOT NULL",
    "ALTER TABLE topics ADD COLUMN merged_into BIGINT",
    "ALTER TABLE topics ADD COLUMN rejected BOOLEAN DEFAULT {no} NOT NULL",
    "ALTER TABLE controls ADD COLUMN before TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE evidence RENAME TO evidence_2",
    "CREATE TABLE evidence (topic {integer} NOT NULL REFERENCES topics (id) ON DELETE CASCADE, "
    "event {integer} NOT NULL REFERENCES events (seq) ON DELETE CASCADE, origin BIGINT NOT NULL, phrase TEXT NOT NULL, "
    "mass FLOAT NOT NULL, stated BOOLEAN NOT NULL, at BIGINT NOT NULL, ends BOOLEAN DEFAULT {no} NOT NULL, "
    "PRIMARY KEY (topic, event, origin)){tail}",
    "INSERT INTO evidence (topic, event, origin, phrase, mass, stated, at) "
    "SELECT topic, event, topic, phrase, mass, stated, at FROM evidence_2",
    "DROP TABLE evidence_2",
    "ALTER TABLE events ADD COLUMN part_of {integer} REFERENCES events (seq) ON DELETE CASCADE",
    "DROP INDEX events_by_session",
    "CREATE INDEX events_by_session ON events (\"user\", session, seq) WHERE replaced IS {no} AND text != '' AND part_of IS NULL",
    'CREATE TABLE blobs (id {key} NOT NULL, "user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE, '
    'hash VARCHAR(64) NOT NULL, data {blob} NOT NULL, PRIMARY KEY (id), UNIQUE ("user", hash))',
    "ALTER TABLE attachments RENAME TO attachments_2",
    "CREATE TABLE attachments (event {integer} NOT NULL REFERENCES events (seq) ON DELETE CASCADE, place INTEGER NOT NULL, "
    "name TEXT NOT NULL, media_type TEXT NOT NULL, blob {integer} NOT NULL REFERENCES blobs (id), "
    "reading {integer} REFERENCES events (seq) ON DELETE SET NULL, PRIMARY KEY (event, place))",
    "CREATE INDEX attachments_by_blob ON attachments (blob)",
    "CREATE TABLE waiting (event {integer} NOT NULL REFERENCES events (seq) ON DELETE CASCADE, place INTEGER NOT NULL, "
    '"user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE, tries INTEGER NOT NULL, refusals INTEGER NOT NULL, '
    "not_before BIGINT NOT NULL, claim VARCHAR(32), PRIMARY KEY (event, place))",
    'CREATE INDEX waiting_by_user ON waiting ("user", not_before)',
    'CREATE TABLE spent ("user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE, day INTEGER NOT NULL, '
    "tokens BIGINT NOT NULL, read INTEGER NOT NULL, dropped INTEGER NOT NULL, given_up INTEGER NOT NULL, "
    'PRIMARY KEY ("user", day))',
)


def _add_keys(connection: Connection) -> None:
    """Version 4: the keys of an encrypted ledger; until it is encrypted there are none. PostgreSQL has it from its revision."""
    connection.execute(text(_VERSION_4))


_VERSION_4 = (
    'CREATE TABLE keys ("user" INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, generation INTEGER NOT NULL, '
    'wrapped BLOB NOT NULL, PRIMARY KEY ("user"))'
)


def _add_forgetting(connection: Connection) -> None:
    """Version 5: what was forgotten stays away, and how long what is kept."""
    postgres = connection.dialect.name == "postgresql"
    integer, blob, key = ("BIGINT", "BYTEA", "BIGSERIAL") if postgres else ("INTEGER", "BLOB", "INTEGER")
    for statement in _VERSION_5:
        connection.execute(text(statement.format(integer=integer, blob=blob, key=key)))


_USER = '"user" {integer} NOT NULL REFERENCES users (id) ON DELETE CASCADE'

_VERSION_5 = (
    f"CREATE TABLE forgettings (id {{key}} NOT NULL, {_USER}, kind VARCHAR(10) NOT NULL, at BIGINT NOT NULL, "
    "events INTEGER NOT NULL, PRIMARY KEY (id))",
    'CREATE INDEX forgettings_by_user ON forgettings ("user")',
    f"CREATE TABLE tombstones ({_USER}, mark VARCHAR(32) NOT NULL, "
    'forgetting {integer} NOT NULL REFERENCES forgettings (id) ON DELETE CASCADE, PRIMARY KEY ("user", mark))',
    "CREATE INDEX tombstones_by_forgetting ON tombstones (forgetting)",
    f'CREATE TABLE tombstone_keys ({_USER}, key {{blob}} NOT NULL, PRIMARY KEY ("user"))',
    f'CREATE TABLE retention ({_USER}, kind TEXT NOT NULL, keep BIGINT NOT NULL, PRIMARY KEY ("user", kind))',
)


def _add_order(connection: Connection) -> None:
    """Version 6: a person's newest events are found without sorting all of them."""
    connection.execute(text('CREATE INDEX events_by_user ON events ("user", seq)'))


def _add_telling(connection: Connection) -> None:
    """Version 7: whether an event says something of the person, and what is looked at of many events in one place."""
    connection.execute(text("ALTER TABLE events ADD COLUMN telling BOOLEAN"))
    connection.execute(text(_IN_SHORT))


STEPS: tuple[Callable[[Connection], None], ...] = (
    _add_conversations,
    _add_interactions,
    _add_keys,
    _add_forgetting,
    _add_order,
    _add_telling,
)
"""Step n brings a ledger from version n + 1 to n + 2. Append; never change one that has been released."""


def migrate(connection: Connection, newest: int | None = None) -> None:
    """Make a new ledger, or bring an old one to a version, inside the caller's transaction.

    Raises:
        LedgerMismatch: it was made by a newer version of Penchant.
    """
    from . import full_text  # it reads these tables

    newest, version = newest or len(STEPS) + 1, _version(connection)
    if version > newest:
        raise LedgerMismatch(
            f"the ledger has version {version}, this Penchant knows up to {newest}: install a newer Penchant"
        )
    if version == 0:
        tables.create_all(connection, checkfirst=False)  # there is none: it need not be asked for each
        connection.execute(text(_IN_SHORT))
        connection.execute(meta.insert().values(key="version", value=str(newest).encode()))
        full_text.make(connection)
        return
    for step in STEPS[version - 1 : newest - 1]:
        step(connection)
    if version < newest:
        connection.execute(meta.update().where(meta.c.key == "version").values(value=str(newest).encode()))
    full_text.make(connection)


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("meta"):
        return 0
    return int(connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar_one())
