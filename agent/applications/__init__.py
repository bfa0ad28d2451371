"""What a person's interests are good for beside a conversation: ranking, sorting texts into classes, answering over documents, translating.

Each is one function over one person's memory, says which interests moved its result, and with none gives what it would give without a
memory.
"""
