"""A region's folder that was given another name without a word about it: its files would be a second authority's, and count
twice. So they are held until a person says which it is."""

from collections.abc import Iterable, Mapping

from pipelines.delivery import Delivery
from pipelines.verdict import HELD

_BEGINS = "Expected files of another authority than"
_MOVED = (
    _BEGINS
    + " {other}; found the very bytes that {other} delivered, of which nothing stands in the inbox any more. If its "
    'folder was renamed, write folders = ["{code}"] under its [[region.authority]], else it counts twice.'
)


class Moved:
    """Which authorities' files are another one's whose folder has gone, told from the deliveries that are known and from
    whose files stand in the inbox."""

    def __init__(self, known: Mapping[str, Delivery], standing: Iterable[str]) -> None:
        self._known = known
        self._standing = frozenset(standing)
        self._first = {each.sha256: each.authority for each in reversed([*known.values()])}
        self._others = {each.authority: other for each in known.values() if (other := self._held_for(each))}

    def why_held(self, delivery_id: str, code: str, sha256: str) -> str:
        """Why a file of `code` is held; nothing where it is not. What was told of it before is told again. Once one of an
        authority's files is another's, so are those that came since."""
        was = self._known.get(delivery_id)
        if was is not None:
            other = self._held_for(was)
        else:
            first = self._first.get(sha256, code)
            other = first if first != code and first not in self._standing else self._others.get(code, "")
        if not other:
            return ""
        self._others[code] = other
        return _MOVED.format(other=other, code=code)

    @staticmethod
    def _held_for(delivery: Delivery) -> str:
        """The other authority, where a delivery is held because of it."""
        if delivery.verdict != HELD or not delivery.reason.startswith(_BEGINS):
            return ""
        return delivery.reason.removeprefix(_BEGINS).partition(";")[0].strip()
