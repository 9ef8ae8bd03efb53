"""The ledger: an append-only, hash-chained record of what was delivered and what people decided.

It never holds a record's value or a file's name, because it is never rewritten.
"""

from pipelines.chain import Chain, LedgerBroken, LedgerBusy, Record

__all__ = ["Ledger", "LedgerBroken", "LedgerBusy", "Record"]


class Ledger(Chain):
    """The ledger of one home."""

    name = "ledger"
