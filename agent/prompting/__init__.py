"""What memory adds to a prompt, in words and tokens."""
