"""Version 7: whether an event says something of the person."""

from alembic import op

revision = "v7"
down_revision = "v6"


def upgrade() -> None:
    """Add the column."""
    op.get_bind().exec_driver_sql("ALTER TABLE events ADD COLUMN telling BOOLEAN")
