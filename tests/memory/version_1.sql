-- The tables of a ledger of version 1, as Penchant 0.1 made them.
CREATE TABLE meta (
    "key" VARCHAR(100) NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE users (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    rebuilt BIGINT NOT NULL,
    votes BLOB NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);
CREATE TABLE erased (
    event INTEGER NOT NULL,
    PRIMARY KEY (event)
);
CREATE TABLE events (
    seq INTEGER NOT NULL,
    user INTEGER NOT NULL,
    id TEXT NOT NULL,
    session TEXT NOT NULL,
    kind TEXT NOT NULL,
    role VARCHAR(9) NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    complete BOOLEAN NOT NULL,
    learned BOOLEAN NOT NULL,
    vector BLOB,
    PRIMARY KEY (seq),
    UNIQUE (user, id),
    FOREIGN KEY(user) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX events_to_learn ON events (user, seq) WHERE learned IS 0;
CREATE INDEX events_by_session ON events (user, session, seq);
CREATE TABLE topics (
    id INTEGER NOT NULL,
    user INTEGER NOT NULL,
    label TEXT NOT NULL,
    vector BLOB NOT NULL,
    tentative BOOLEAN NOT NULL,
    state BLOB NOT NULL,
    evidence INTEGER NOT NULL,
    last_seen BIGINT NOT NULL,
    boost FLOAT NOT NULL,
    pinned BOOLEAN NOT NULL,
    muted BOOLEAN NOT NULL,
    stopped_at BIGINT,
    stopped_after BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX topics_by_user ON topics (user);
CREATE TABLE evidence (
    topic INTEGER NOT NULL,
    event INTEGER NOT NULL,
    phrase TEXT NOT NULL,
    mass FLOAT NOT NULL,
    stated BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (topic, event),
    FOREIGN KEY(topic) REFERENCES topics (id) ON DELETE CASCADE,
    FOREIGN KEY(event) REFERENCES events (seq) ON DELETE CASCADE
)
 WITHOUT ROWID;
CREATE TABLE controls (
    seq INTEGER NOT NULL,
    user INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    action VARCHAR(10) NOT NULL,
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY(user) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(topic) REFERENCES topics (id) ON DELETE CASCADE
);
CREATE INDEX controls_by_topic ON controls (topic, at);
