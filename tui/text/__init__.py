"""Values as text: rows, bars, words. Pure functions, tested without a screen."""
