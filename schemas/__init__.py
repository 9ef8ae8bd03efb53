"""What each table is: its columns, code lists, rules and words."""
