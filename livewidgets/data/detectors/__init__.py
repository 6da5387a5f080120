"""Detectors: what is unusual in a column, with a score, a limit and a sentence that says why."""
