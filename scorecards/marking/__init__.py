"""A supplier's own workbook with the wrong cells marked and everything else left as it was."""
