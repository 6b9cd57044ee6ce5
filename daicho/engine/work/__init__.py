"""Units of background work, the loop that runs them, and the clock."""
