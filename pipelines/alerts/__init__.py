"""News for people: what is told, to whom, by e-mail or webhook."""
