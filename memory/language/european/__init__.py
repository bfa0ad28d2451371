"""The reader of Spanish, German and French: reader.py leads, the lists give each language's frames, the other files say what they mean."""
