"""Models that read behind a conversation: phrases, pictures, recordings."""
