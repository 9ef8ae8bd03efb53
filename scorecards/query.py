"""Which tables and columns a query reads and returns, told from its text.

Every real table is written with its schema and every column of one with its alias (the lint test holds the files to
it), so words are enough and a hundred files cost milliseconds where a parser costs a second.
"""

import re

_NOISE = re.compile(r"/\*.*?\*/|--[^\n]*|'(?:[^']|'')*'", re.DOTALL)
_SOURCE = re.compile(
    r"(?<!distinct )\b(?:from|join)\s+(?P<table>[a-z_]\w*\.[a-z_]\w*)(?:\s+(?:as\s+)?(?P<alias>[a-z_]\w*))?"
)
_QUALIFIED = re.compile(r"\b([a-z_]\w*)\.([a-z_]\w*)\b")
_NAME_OF_COLUMN = re.compile(r"(\w+)\s*$")
_WORD = re.compile(r"[(),]|\w+")
_CLAUSES = {
    "where",
    "on",
    "using",
    "join",
    "left",
    "inner",
    "cross",
    "full",
    "group",
    "order",
    "union",
    "having",
}


def tables_read(sql: str) -> tuple[str, ...]:
    """The schema-qualified tables of `from` and `join`, such as `core.contact`, in alphabetical order."""
    return tuple(sorted({source["table"] for source in _SOURCE.finditer(without_noise(sql))}))


def columns_read(sql: str) -> frozenset[str]:
    """The columns read of real tables, such as `core.contact.received_at`."""
    words = without_noise(sql)
    tables: dict[str, set[str]] = {}
    for source in _SOURCE.finditer(words):
        alias = source["alias"]
        name = source["table"].partition(".")[2] if alias is None or alias in _CLAUSES else alias
        tables.setdefault(name, set()).add(source["table"])
    return frozenset(
        f"{table}.{column}" for alias, column in _QUALIFIED.findall(words) for table in tables.get(alias, ())
    )


def columns_returned(sql: str) -> tuple[str, ...]:
    """The names of the columns of the final select, in order."""
    words = without_noise(sql)
    depth, start = 0, 0
    cuts: list[int] = []
    before = ""
    for word in _WORD.finditer(words):
        text = word[0]
        depth += (text == "(") - (text == ")")
        if depth == 0 and text == "select":
            start, cuts = word.end(), []
        elif depth == 0 and (text == "," or (text == "from" and before != "distinct")):
            cuts.append(word.start())
        before = text
    return _names(words, start, cuts)


def _names(words: str, start: int, cuts: list[int]) -> tuple[str, ...]:
    names = []
    for cut in cuts:
        column = words[start:cut]
        name = _NAME_OF_COLUMN.search(column)
        if name:
            names.append(name[1])
        if words.startswith("from", cut):
            break
        start = cut + 1
    return tuple(names)


def without_noise(sql: str) -> str:
    """The query without comments and with empty texts, so that words in them are not taken for its own."""
    return _NOISE.sub(lambda noise: "''" if noise[0].startswith("'") else " ", sql)
