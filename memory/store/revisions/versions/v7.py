"""Version 7: whether an event says something of the person, and what is looked at of many events in one place."""

from alembic import op

revision = "v7"
down_revision = "v6"


def upgrade() -> None:
    """Add the column, and make the index."""
    op.get_bind().exec_driver_sql("ALTER TABLE events ADD COLUMN telling BOOLEAN")
    op.get_bind().exec_driver_sql(
        'CREATE INDEX events_in_short ON events ("user", seq, session, kind, at, part_of, role, telling) '
        "WHERE replaced IS false AND text != ''"
    )
