"""What was published held against what is known now: which figures are different, by how much, why, and which rows."""
