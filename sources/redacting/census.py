"""A census without some children: their elements' bytes are replaced by as many ends of lines as they held."""

from collections.abc import Collection
from xml.parsers import expat

_CHILD, _REFERENCE = "Child", "LAchildID"


def without_children(data: bytes, references: Collection[str]) -> bytes:
    """The file without every child whose local reference is one of these, as it was written but for spaces and case."""
    wanted = {bare(each) for each in references}
    spans: list[tuple[int, int]] = []
    begun: list[int] = []
    words: list[str] = []
    is_theirs = False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, _: object) -> None:
        nonlocal is_theirs
        if name.rpartition(" ")[2] == _CHILD:
            begun.append(parser.CurrentByteIndex)
            is_theirs = False
        words.clear()

    def end(name: str) -> None:
        nonlocal is_theirs
        local = name.rpartition(" ")[2]
        if local == _REFERENCE and bare("".join(words)) in wanted:
            is_theirs = True
        if local == _CHILD:
            first = begun.pop()
            if is_theirs:
                spans.append((first, data.index(b">", parser.CurrentByteIndex) + 1))
                is_theirs = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words.append
    parser.Parse(data, True)
    made = bytearray(data)
    for first, last in reversed(spans):
        made[first:last] = b"\n" * data[first:last].count(b"\n")
    return bytes(made)


def bare(text: str) -> str:
    """A reference without its spaces and in capitals."""
    return "".join(text.split()).upper()
