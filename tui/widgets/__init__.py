"""Widgets: each draws what it is given and posts messages; none asks a model or a store."""
