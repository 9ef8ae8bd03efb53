"""Walking a number back to the rows, files and bytes that it came from, and a file's row forward to its figures."""
