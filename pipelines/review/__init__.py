"""The monthly review: every issue with its history, its effect on figures and what was decided about it."""
