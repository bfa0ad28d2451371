"""A model is asked, patiently, and what that took is counted."""
