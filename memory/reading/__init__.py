"""What a text says, and of whom: from an event to phrases and vectors."""
