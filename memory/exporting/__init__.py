"""Everything about a person in one file: JSON that can be imported again, and Markdown to read (docs/export.md)."""
