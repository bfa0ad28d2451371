"""Version 4: the keys of an encrypted ledger."""

from alembic import op

revision = "v4"
down_revision = "v3"


def upgrade() -> None:
    """Make their table, and room for a sealed hash."""
    op.get_bind().exec_driver_sql(_KEYS)


_KEYS = """
CREATE TABLE keys (
    "user" BIGINT NOT NULL,
    generation INTEGER NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY ("user"),
    FOREIGN KEY("user") REFERENCES users (id) ON DELETE CASCADE
);

ALTER TABLE blobs ALTER COLUMN hash TYPE TEXT
"""
