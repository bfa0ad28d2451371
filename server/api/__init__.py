"""The memory as an API: interests and their reasons, events, controls, export, erasure."""
