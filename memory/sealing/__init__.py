"""Encryption at rest: what is stored of people is sealed before it reaches the disk, and opened when it is read."""
