"""Suites: for each of the tasks T1 to T7 the data, how systems are asked, and what is measured."""
