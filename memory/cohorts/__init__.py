"""What many people share, counted so that nobody can be found in it, and lent to new ones."""
