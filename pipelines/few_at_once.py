"""Many authorities, a few at a time.

Everything that a query joins or groups is of one authority, so asked of some of them after the others it tells the same. What
it holds at once is then of those few, and stays in the processor's own memory where a whole country does not.
"""

from collections.abc import Sequence

from pipelines.contents import of_authorities
from scorecards.query import of_rows
from scorecards.reference_table import REFERENCE_TABLES

AT_ONCE = 25
"""How many authorities a query is asked of at once. Fewer would cost more planning than they save."""


def groups(codes: Sequence[str]) -> list[Sequence[str]]:
    """The codes, a few at a time."""
    return [codes[first : first + AT_ONCE] for first in range(0, max(len(codes), 1), AT_ONCE)]


def few_at_once(query: str, codes: Sequence[str]) -> list[str]:
    """The query, asked of the rows of a few authorities after those of others; as it is where all of them are few."""
    few = groups(codes)
    return [query] if len(few) == 1 else [of_rows(query, of_authorities(some), _is_of_one) for some in few]


def _is_of_one(table: str) -> bool:
    """Whether each row of a table is of one authority."""
    schema, _, name = table.partition(".")
    return schema != "reference" or "authority" in REFERENCE_TABLES.get(name, ())
