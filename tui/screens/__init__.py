"""Screens: each lays out widgets, and takes what they show from the engine."""
