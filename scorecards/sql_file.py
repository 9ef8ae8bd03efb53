"""A self-describing SQL file: a TOML header in the opening comment, one query, worked examples in the closing one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NoReturn

_OPENING = re.compile(r"\s*/\*(?P<header>.*?)\*/", re.DOTALL)
_CLOSING = re.compile(r"/\*\s*examples\b(?P<examples>.*?)\*/\s*$", re.DOTALL)
_TOML_LINE = re.compile(r"\(at line (\d+)[^)]*\)")


class UnreadableSqlFile(ValueError):
    """A SQL file that is not laid out as header, query and examples; says where and what to do."""


@dataclass(frozen=True, kw_only=True)
class SqlFile:
    """One file: `header` as written, `sql` the query alone, `examples` the `[[example]]` tables as written."""

    path: Path
    text: str
    header: Mapping[str, Any]
    sql: str

    @cached_property
    def examples(self) -> tuple[dict[str, Any], ...]:
        """The worked examples of the closing comment; read only when asked for, most runs never need them."""
        closing = _CLOSING.search(self.text)
        if closing is None:
            return ()
        tables = _toml(self.path, self.text, closing, "examples").get("example", [])
        if not isinstance(tables, list):
            self.refuse(
                "[[example]]", "[example]", "write each example under its own [[example]]", at="[example]"
            )
        return tuple(tables)

    def refuse(self, expected: str, found: str, remedy: str, *, at: str | None = None) -> NoReturn:
        """Raises the error that names this file and the line where `at` is first written (else line 1)."""
        raise UnreadableSqlFile(f"{self.place(at)}: {_sentence(expected, found, remedy)}")

    def place(self, at: str | None = None) -> str:
        """This file and the first line that begins with `at`, else the first that has it (else line 1)."""
        begins = re.search(rf"^{re.escape(at)}", self.text, re.MULTILINE) if at else None
        position = begins.start() if begins else self.text.find(at or "")
        return _place(self.path, _line(self.text, max(position, 0)))

    def checked(self, required: Mapping[str, type], optional: Mapping[str, type]) -> dict[str, Any]:
        """The header, once every required key is there, no key is unknown and every value has its type."""
        known = {**required, **optional}
        for key in required:
            if key not in self.header:
                self.refuse(f"the key `{key}` in the header", "none", f"add a line {key} = …")
        for key, value in self.header.items():
            if key not in known:
                self.refuse(f"one of the keys {', '.join(known)}", f"`{key}`", "correct or remove it", at=key)
            if not isinstance(value, known[key]):
                kind = known[key].__name__
                self.refuse(f"`{key}` as {kind}", repr(value), f"write {key} as {kind}", at=key)
        return dict(self.header)

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """The header's value of `key`, which has to be one of `choices`."""
        value = str(self.header[key])
        if value not in choices:
            self.refuse(f"`{key}` as one of {', '.join(choices)}", repr(value), "choose one of them", at=key)
        return value


def sql_file(path: Path) -> SqlFile:
    """The file at `path`, taken apart; once, as long as nobody changes it."""
    facts = path.stat()
    return _sql_file(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=2048)
def _sql_file(path: Path, changed: int, size: int) -> SqlFile:
    text = path.read_text(encoding="utf-8-sig")
    opening = _OPENING.match(text)
    if opening is None:
        found = repr(text.strip()[:40])
        raise UnreadableSqlFile(
            _message(
                path, 1, "an opening comment /* … */ that holds the header", found, "begin the file with one"
            )
        )
    closing = _CLOSING.search(text, opening.end())
    sql = text[opening.end() : closing.start() if closing else len(text)].strip()
    if not sql:
        line = _line(text, opening.end())
        raise UnreadableSqlFile(
            _message(path, line, "one query after the header", "nothing", "write the query")
        )
    return SqlFile(path=path, text=text, header=_toml(path, text, opening, "header"), sql=sql)


def _toml(path: Path, text: str, comment: re.Match[str], name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(comment[name])
    except tomllib.TOMLDecodeError as error:
        within = _TOML_LINE.search(str(error))
        line = _line(text, comment.start(name)) + (int(within[1]) - 1 if within else 0)
        found = _TOML_LINE.sub("", str(error)).strip()
        message = _message(path, line, f"TOML in the {name}", found, "correct this line")
        raise UnreadableSqlFile(message) from None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _message(path: Path, line: int, expected: str, found: str, remedy: str) -> str:
    return f"{_place(path, line)}: {_sentence(expected, found, remedy)}"


def _place(path: Path, line: int) -> str:
    return f"{'/'.join(path.parts[-3:])}, line {line}"


def _sentence(expected: str, found: str, remedy: str) -> str:
    return f"expected {expected}, found {found}; {remedy}"
