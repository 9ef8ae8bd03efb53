"""What a build counts: reference tables, each indicator's one query, the completed grid, what is provisional or near a limit."""
