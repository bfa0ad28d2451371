"""Models of transformers that run in this process, and whose attention can be steered."""
