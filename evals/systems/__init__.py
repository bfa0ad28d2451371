"""Systems under test behind one protocol: Penchant in its configurations, and what it is compared with."""
