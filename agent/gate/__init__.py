"""Whether what a person cares about helps an answer."""
