"""What models read behind a conversation, if asked for."""
