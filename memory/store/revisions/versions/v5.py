"""Version 5: what was forgotten stays away, and how long what is kept."""

from alembic import op

revision = "v5"
down_revision = "v4"


def upgrade() -> None:
    """Make the tables of forgetting."""
    op.get_bind().exec_driver_sql(_TABLES)


_TABLES = """
CREATE TABLE forgettings (
    id BIGSERIAL NOT NULL,
    "user" BIGINT NOT NULL,
    kind VARCHAR(10) NOT NULL,
    at BIGINT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX forgettings_by_user ON forgettings ("user");

CREATE TABLE tombstones (
    "user" BIGINT NOT NULL,
    mark VARCHAR(32) NOT NULL,
    forgetting BIGINT NOT NULL,
    PRIMARY KEY ("user", mark),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(forgetting) REFERENCES forgettings (id) ON DELETE CASCADE
);

CREATE INDEX tombstones_by_forgetting ON tombstones (forgetting);

CREATE TABLE tombstone_keys (
    "user" BIGINT NOT NULL,
    key BYTEA NOT NULL,
    PRIMARY KEY ("user"),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE retention (
    "user" BIGINT NOT NULL,
    kind TEXT NOT NULL,
    keep BIGINT NOT NULL,
    PRIMARY KEY ("user", kind),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
)
"""
