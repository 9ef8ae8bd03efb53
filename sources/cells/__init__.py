"""How the text of cells becomes values, a kind of column a module."""
