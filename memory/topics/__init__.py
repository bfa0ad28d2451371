"""Topics: which phrase belongs to which, what they are called, and their upkeep."""
