"""The reader of English: reader.py leads one pass over a sentence, the other files say what a kind of word or saying does."""
