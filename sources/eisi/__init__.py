"""Reports of EISI, the early help system."""
