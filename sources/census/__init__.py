"""Children in need census returns as a source."""
