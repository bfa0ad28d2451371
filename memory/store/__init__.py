"""The ledger in SQL: its tables, the statements on them, and its full-text index."""
