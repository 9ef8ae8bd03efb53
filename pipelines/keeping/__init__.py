"""How long things are kept, what is gone and why, a new key, and everything made again."""
