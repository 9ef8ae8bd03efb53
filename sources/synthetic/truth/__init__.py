"""The right answers for the made-up partnership, counted in plain Python by a second way."""
