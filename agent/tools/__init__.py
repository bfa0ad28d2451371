"""The agent's tools: the app's own, and three of ours."""
