"""Tables handed from Polars to DuckDB and back by Arrow's own protocol.

Taken for what they are they would go by way of PyArrow, whose import costs as much as a hundred queries. This module
must not know DuckDB: Polars keeps the type of all that it was ever given, and through it what its module knows, which
DuckDB complains of when Python ends.
"""

from typing import Any


class Stream:
    """A table that is read by the Arrow C stream interface alone."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table's own stream."""
        return self._table.__arrow_c_stream__(requested_schema)
