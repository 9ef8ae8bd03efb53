"""Independent queries run two at a time.

Planning a query, and running it over a table of few rows, keep one processor busy: beside it another query can run.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from typing import TypeVar

import duckdb

Made = TypeVar("Made")

_AT_ONCE = 2
"""A query over many rows uses every processor by itself; more of them at once would only hold more memory."""


def side_by_side(
    connection: duckdb.DuckDBPyConnection,
    work: Mapping[str, Callable[[duckdb.DuckDBPyConnection], Made]],
    needs: Mapping[str, Collection[str]] | None = None,
) -> Iterator[tuple[str, Made]]:
    """Do each of `work` with a connection of its own, and tell by name what it made as soon as it did.

    A name that `needs` others waits for them. Each connection sees what is committed, and temporary tables of nobody.
    What found too little memory beside another is tried again by itself, so it must leave nothing when it fails. Any other
    error ends it, once what has begun has ended.
    """
    order = TopologicalSorter({name: {*(needs or {}).get(name, ())} & {*work} for name in work})
    order.prepare()
    running: dict[Future[Made], str] = {}
    by_itself: list[str] = []

    def done(name: str) -> Made:
        with connection.cursor() as own:
            return work[name](own)

    threads = ThreadPoolExecutor(_AT_ONCE)
    try:
        while order.is_active():
            running |= {threads.submit(done, name): name for name in order.get_ready()}
            if not running:
                name = by_itself.pop()
                made = done(name)
                order.done(name)
                yield name, made
                continue
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                try:
                    made = future.result()
                except duckdb.OutOfMemoryException:
                    by_itself.append(name)
                    continue
                order.done(name)
                yield name, made
    finally:
        threads.shutdown(cancel_futures=True)
