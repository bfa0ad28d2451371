"""Version 6: a person's newest events are found without sorting all of them."""

from alembic import op

revision = "v6"
down_revision = "v5"


def upgrade() -> None:
    """Make the index."""
    op.get_bind().exec_driver_sql('CREATE INDEX events_by_user ON events ("user", seq)')
