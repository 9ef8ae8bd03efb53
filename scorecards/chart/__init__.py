"""Charts as inline SVG, each with its text alternative."""
