"""Reports of Mosaic, the council's case system."""
