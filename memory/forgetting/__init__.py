"""Forgetting that can be verified: what goes, what is rewritten, what stays away, and the proof of it; copies of the ledger, too."""
