"""Looking into a file before it is read: whether it is safe, whole and of a kind that can be read."""
