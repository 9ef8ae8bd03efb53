"""How a home stands: what came, what is late or missing, what is due, who must act, and who is told."""
