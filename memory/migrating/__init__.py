"""Moving a ledger from one database to another, and the proof that all of it is there."""
