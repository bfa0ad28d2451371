"""Version 3: the tables as they were when Alembic took over."""

from alembic import op

revision = "v3"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.get_bind().exec_driver_sql(_TABLES)


_TABLES = """
CREATE TABLE erased (
    event BIGINT NOT NULL,
    PRIMARY KEY (event)
);

CREATE TABLE meta (
    key VARCHAR(100) NOT NULL,
    value BYTEA NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE users (
    id BIGSERIAL NOT NULL,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    rebuilt BIGINT NOT NULL,
    votes BYTEA NOT NULL,
    voted_at BIGINT NOT NULL,
    final BIGINT DEFAULT '0' NOT NULL,
    joined_at BIGINT,
    owed BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE blobs (
    id BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("user", hash),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE sessions (
    "user" BIGINT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    learning VARCHAR(10) NOT NULL,
    PRIMARY KEY ("user", id),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE sources (
    id BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    last BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("user", name),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE spent (
    "user" BIGINT NOT NULL,
    day INTEGER NOT NULL,
    tokens BIGINT NOT NULL,
    read INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    given_up INTEGER NOT NULL,
    PRIMARY KEY ("user", day),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE topics (
    id BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    label TEXT NOT NULL,
    vector BYTEA NOT NULL,
    tentative BOOLEAN NOT NULL,
    state BYTEA NOT NULL,
    evidence INTEGER NOT NULL,
    last_seen BIGINT NOT NULL,
    boost FLOAT NOT NULL,
    pinned BOOLEAN NOT NULL,
    muted BOOLEAN NOT NULL,
    stopped_at BIGINT,
    stopped_after BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    aliases TEXT DEFAULT '[]' NOT NULL,
    forget_at BIGINT,
    votes BYTEA,
    prior FLOAT DEFAULT '0' NOT NULL,
    prior_at BIGINT DEFAULT '0' NOT NULL,
    merged_into BIGINT,
    rejected BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE controls (
    seq BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    topic BIGINT NOT NULL,
    action VARCHAR(10) NOT NULL,
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    before TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(topic) REFERENCES topics (id) ON DELETE CASCADE
);

CREATE TABLE events (
    seq BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    id TEXT NOT NULL,
    session TEXT NOT NULL,
    kind TEXT NOT NULL,
    role VARCHAR(9) NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    complete BOOLEAN NOT NULL,
    learned BOOLEAN NOT NULL,
    vector BYTEA,
    replaced BOOLEAN DEFAULT false NOT NULL,
    attached INTEGER DEFAULT '0' NOT NULL,
    mass FLOAT DEFAULT '1' NOT NULL,
    item TEXT,
    source BIGINT,
    part_of BIGINT,
    PRIMARY KEY (seq),
    UNIQUE ("user", id),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(source) REFERENCES sources (id) ON DELETE SET NULL,
    FOREIGN KEY(part_of) REFERENCES events (seq) ON DELETE CASCADE
);

CREATE TABLE attachments (
    event BIGINT NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    blob BIGINT NOT NULL,
    reading BIGINT,
    PRIMARY KEY (event, place),
    FOREIGN KEY(event) REFERENCES events (seq) ON DELETE CASCADE,
    FOREIGN KEY(blob) REFERENCES blobs (id),
    FOREIGN KEY(reading) REFERENCES events (seq) ON DELETE SET NULL
);

CREATE TABLE evidence (
    topic BIGINT NOT NULL,
    event BIGINT NOT NULL,
    origin BIGINT NOT NULL,
    phrase TEXT NOT NULL,
    mass FLOAT NOT NULL,
    stated BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    ends BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (topic, event, origin),
    FOREIGN KEY(topic) REFERENCES topics (id) ON DELETE CASCADE,
    FOREIGN KEY(event) REFERENCES events (seq) ON DELETE CASCADE
);

CREATE TABLE prompts (
    event BIGINT NOT NULL,
    sent BYTEA NOT NULL,
    PRIMARY KEY (event),
    FOREIGN KEY(event) REFERENCES events (seq) ON DELETE CASCADE
);

CREATE TABLE waiting (
    event BIGINT NOT NULL,
    place INTEGER NOT NULL,
    "user" BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    not_before BIGINT NOT NULL,
    claim VARCHAR(32),
    PRIMARY KEY (event, place),
    FOREIGN KEY(event) REFERENCES events (seq) ON DELETE CASCADE,
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX topics_by_user ON topics ("user");

CREATE INDEX controls_by_topic ON controls (topic, at);

CREATE INDEX events_by_session ON events ("user", session, seq) WHERE replaced IS false AND text != '' AND part_of IS NULL;

CREATE INDEX events_to_learn ON events ("user", seq) WHERE learned IS false;

CREATE INDEX attachments_by_blob ON attachments (blob);

CREATE INDEX waiting_by_user ON waiting ("user", not_before)
"""
