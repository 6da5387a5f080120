"""Hypothesis without a deadline: how busy the machine is proves nothing about the code."""

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
