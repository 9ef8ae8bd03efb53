"""Reports of the partnership's business unit."""
