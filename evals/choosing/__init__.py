"""Multiple choice: what a system would put before a question, and how likely a language model finds each of the answers then."""
