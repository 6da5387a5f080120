"""Assembles the parts: pictures, sources, the command line, the demo; decides nothing."""
