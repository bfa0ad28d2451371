"""The tables of the ledger, and the steps that bring an older one up to date.

A person's row carries the revision of everything known of them: it rises by one with every change, and a topic carries the revision
that last changed it, so that a second process reads only what moved.
"""

from __future__ import annotations

from collections.abc import Callable

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
    inspect,
    select,
)

from .errors import LedgerMismatch

tables = MetaData()

Key = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    tables,
    Column("key", String(100), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

users = Table(
    "users",
    tables,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("revision", BigInteger, nullable=False),
    Column("rebuilt", BigInteger, nullable=False),  # the revision at which topics last went or were computed anew
    Column("votes", LargeBinary, nullable=False),  # ten float64: the ladder's
    Column("voted_at", BigInteger, nullable=False),  # the latest event that voted
)

events = Table(
    "events",
    tables,
    Column("seq", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", String(9), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # milliseconds since 1970 UTC
    Column("complete", Boolean, nullable=False),
    Column("learned", Boolean, nullable=False),  # its evidence is in, or it has none to give
    Column("vector", LargeBinary),  # float32; empty until embedded
    UniqueConstraint("user", "id"),
    Index("events_by_session", "user", "session", "seq"),
)

Index(
    "events_to_learn", events.c.user, events.c.seq, sqlite_where=events.c.learned.is_(False),
    postgresql_where=events.c.learned.is_(False),
)  # fmt: skip

topics = Table(
    "topics",
    tables,
    Column("id", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("label", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
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
    Index("topics_by_user", "user"),  # the revision is not in it: every turn would move its entry
)

evidence = Table(
    "evidence",
    tables,
    Column("topic", ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
    Column("event", ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True),
    Column("phrase", Text, nullable=False),
    Column("mass", Float, nullable=False),
    Column("stated", Boolean, nullable=False),  # of the person themselves, not only mentioned
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,  # one tree, a topic's evidence side by side
)

controls = Table(
    "controls",
    tables,
    Column("seq", Key, primary_key=True),
    Column("user", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("topic", ForeignKey("topics.id", ondelete="CASCADE"), nullable=False),
    Column("action", String(10), nullable=False),  # pin, mute, boost, stop, rename
    Column("value", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("controls_by_topic", "topic", "at"),
)

erased = Table(
    "erased",
    tables,
    Column("event", Key, primary_key=True, autoincrement=False),  # an event that the index has still to drop
)


STEPS: tuple[Callable[[Connection], None], ...] = ()
"""Step n brings a ledger from version n + 1 to n + 2. Append; never change one that has been released."""


def migrate(connection: Connection) -> None:
    """Make a new ledger, or bring an old one to the newest version, inside the caller's transaction.

    Raises:
        LedgerMismatch: it was made by a newer version of Penchant.
    """
    newest, version = len(STEPS) + 1, _version(connection)
    if version > newest:
        raise LedgerMismatch(
            f"the ledger has version {version}, this Penchant knows up to {newest}: install a newer Penchant"
        )
    if version == 0:
        tables.create_all(connection)
        connection.execute(meta.insert().values(key="version", value=str(newest).encode()))
        return
    for step in STEPS[version - 1 :]:
        step(connection)
    if version < newest:
        connection.execute(meta.update().where(meta.c.key == "version").values(value=str(newest).encode()))


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("meta"):
        return 0
    return int(connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar_one())
