"""What a person decides: about topics, conversations and sources, and what is erased."""
