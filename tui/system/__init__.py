"""The machine around the screen: files, clipboard, editor, terminal, browser."""
