"""Small self-made data, so that every suite runs anywhere."""
