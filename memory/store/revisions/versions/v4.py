"""Version 4: what it is for is added elsewhere."""

revision = "v4"
down_revision = "v3"


def upgrade() -> None:
    """Change nothing."""
