"""Reports of the police."""
