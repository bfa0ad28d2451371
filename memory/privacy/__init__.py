"""What is personal or secret in a text, found before it is stored or sent."""
