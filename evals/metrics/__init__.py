"""Metrics that need no judge: small pure functions, each with its formula and source."""
