"""What goes back to a supplier: a letter, its issues, and its own files marked."""
