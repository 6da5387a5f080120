"""`make bench`: the same rows into livewidgets and into what one would use instead of it.

docs/benchmarks.md says what is measured, and how.
"""
