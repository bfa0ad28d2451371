"""Grammar of the extractor: a folder for English, one for Chinese, one for the European languages, each with its word lists beside it.

A folder's reader.py leads: one pass over a sentence from left to right, with a mood that keeps what it has said so far.
foreign.py tells which languages a text is in, switched.py where a sentence goes over from one to another.
"""
