"""Statistics of every sample, online: numerically stable, and the same for any split into batches.

All follow the same rules:

- What is not finite (NaN, infinities) is left out, as if it had not come; a result of no
  samples is NaN. Booleans count as 0 and 1.
- A row that came late counts from when it came: at the time of the newest row.
- Every result stands at the time of the row that it was made with, and takes that row in.
"""
