"""Reading what a person has elsewhere: exports of chats, histories of browsers, tables, bookmarks."""
