"""A table of settings that records which of its keys were read, so that an unknown key is reported as a mistake."""

from collections.abc import Iterator
from typing import Any


class Asked(dict[str, Any]):
    """A table, with the tables in it. Walking through its items asks for all of them."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__({key: _inside(value) for key, value in table.items()})
        self._asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self._asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, noted as asked for."""
        self._asked.add(key)
        return super().get(key, default)

    def items(self) -> Any:
        """All items, all of them asked for."""
        self._asked.update(self)
        return super().items()

    def unasked(self, place: str = "") -> Iterator[str]:
        """The keys that nobody asked for, each with the table that it stands in: `returns.working_day`."""
        for key, value in dict.items(self):
            if key not in self._asked:
                yield f"{place}{key}"
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, Asked):
                    yield from each.unasked(f"{place}{key}.")


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return Asked(value)
    return [_inside(each) for each in value] if isinstance(value, list) else value
