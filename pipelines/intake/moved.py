"""A region's folder that was given another name without a word about it: its files would be a second authority's, and count
twice. So they are held until a person says which it is."""

from collections.abc import Iterable, Mapping

from pipelines.intake.delivery import Delivery
from pipelines.intake.verdict import HELD

_MOVED = (
    "Expected files of another authority than {other}; found the very bytes that {other} delivered, of which nothing stands "
    'in the inbox any more. If its folder was renamed, write folders = ["{code}"] under its [[region.authority]], else it '
    "counts twice."
)


class Moved:
    """Which authorities' files are another one's whose folder has gone, told from the deliveries that are known and from
    whose files stand in the inbox."""

    def __init__(self, known: Mapping[str, Delivery], standing: Iterable[str]) -> None:
        self._known = known
        self._standing = frozenset(standing)
        self._first = {each.sha256: each.authority for each in reversed([*known.values()])}
        self._others = {
            each.authority: each.moved_from
            for each in known.values()
            if each.moved_from and each.verdict == HELD
        }

    def moved_from(self, delivery_id: str, code: str, sha256: str) -> str:
        """The authority whose file one of `code` seems to be; empty where it is its own. What the ledger tells of it is so
        for good. Once one of an authority's files is another's, so are those that come after, unless a person released
        it."""
        if (was := self._known.get(delivery_id)) is not None:
            return was.moved_from
        first = self._first.get(sha256, code)
        is_moved = first != code and first not in self._standing
        other = first if is_moved else self._others.get(code, "")
        if other:
            self._others[code] = other
        return other


def why_held(code: str, other: str) -> str:
    """Why a file of `code` that seems to be another authority's is held."""
    return _MOVED.format(other=other, code=code)
