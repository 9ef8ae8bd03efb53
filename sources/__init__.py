"""How a supplier's file becomes a typed table: reading, recognising, conforming."""
