"""The reader of Chinese: reader.py leads one pass over jieba's words, the other files say what a kind of word or saying does."""
