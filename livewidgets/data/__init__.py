"""Batches, framing, decoding, the ring and reduction: numpy only, no I/O, no thread."""
