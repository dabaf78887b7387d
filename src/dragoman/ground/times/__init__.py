"""Time expressions and the days they mean (TIMEX3)."""
