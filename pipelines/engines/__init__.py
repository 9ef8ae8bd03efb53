"""Where core tables are made and indicators counted: in the build's own DuckDB, or on an engine elsewhere.

The `.sql` files are written once, in the portable part of DuckDB's dialect. `dialect` writes them in another's;
`postgres` and `spark` run them there; `elsewhere` sends the rows in and brings core tables and counts back, so that a
build holds the same whichever engine made it.
"""
