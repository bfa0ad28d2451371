"""What a person is shown of their interests, and why."""
