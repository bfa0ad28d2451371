"""What is made of a run: comparisons, thresholds for CI, plots, one HTML page."""
