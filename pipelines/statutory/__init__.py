"""National returns and statistics: the census held against its rules, Annex A written, published figures taken in."""
