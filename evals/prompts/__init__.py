"""What judges are asked, a file a question."""
