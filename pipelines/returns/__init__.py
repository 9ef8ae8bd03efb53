"""Return packs: each supplier's issues, at their places in its own files."""
