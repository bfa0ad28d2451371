"""Grammar of the extractor: one half reads English, the other Chinese, each with its word lists beside it.

Both halves have the same shape: a lexicon, the words of a sentence, a mood that keeps what the sentence has said so far,
and one pass from left to right.
"""
