"""A person's whole history of evidence, folded at once."""
