"""A file may do what it likes to the process that reads it: it is refused in words, and the next file is read."""

import os
import signal
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.intake.children import Limits, Readers
from pipelines.intake.reader_factory import ReaderFactory, environment
from pipelines.settings import ROOT
from sources.reading import UnreadableFile, book
from tests.made_up_inbox import MISSING_MARCH, PERSONS, csv_bytes, workbook_bytes

SECRET = "ZZSENTINEL"
needs_limits = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no limits of memory or processor"
)


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers(1)
    yield made
    made.stop()


@pytest.fixture(params=[True, False], ids=["forked", "an interpreter each"])
def either(request: pytest.FixtureRequest) -> Iterator[Readers]:
    """Readers of both kinds that there are."""
    if request.param and sys.platform != "linux":
        pytest.skip("Readers are forked on Linux only.")
    made = Readers(1, factory=ReaderFactory(forks=request.param))
    yield made
    made.stop()


def put(folder: Path, data: bytes, name: str = "a") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_what_a_child_reads_is_what_would_be_read_here(tmp_path: Path, either: Readers) -> None:
    files = {
        "a.csv": csv_bytes(PERSONS),
        "b.csv": b"a,b\n1\n2,3,4\n",
        "c.xlsx": workbook_bytes({"Missing": MISSING_MARCH, "Leer": [], "Errors": [["#REF!", "x"]]}),
        "d.csv": csv_bytes([["é"], ["ß"]], encoding="cp1252"),
    }
    for name, data in files.items():
        there, here = either.read(put(tmp_path, data, name), name=name).result(), book(data, name=name)
        assert there.remarks == here.remarks
        for one, other in zip(there.grids, here.grids, strict=True):
            assert one.rows() == other.rows()
            assert one.row_numbers.to_list() == other.row_numbers.to_list()
            assert (one.number, one.title, one.unreadable) == (other.number, other.title, other.unreadable)
            assert one.column_numbers == other.column_numbers
            assert one.cells.equals(other.cells)


def test_a_refusal_comes_in_words(tmp_path: Path, readers: Readers) -> None:
    with pytest.raises(UnreadableFile, match="archive"):
        readers.read(put(tmp_path, b"PK\x05\x06" + SECRET.encode())).result()


def tricked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trick: str) -> None:
    """Children whose reader plays a trick on files that begin with TRICK."""
    (tmp_path / "sitecustomize.py").write_text(
        textwrap.dedent(
            """
            import sys
            if sys.argv[0] in ("-m", "") or True:
                import sources.delimited
                real = sources.delimited.delimited
                def delimited(data):
                    if data.startswith(b"TRICK"):
                        import os, signal, sys, time
                        {trick}
                    return real(data)
                sources.delimited.delimited = delimited
            """
        ).replace("{trick}", trick),
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))


TRICKS = {
    "a crash": ("os.kill(os.getpid(), signal.SIGSEGV)", "stops the reader"),
    "an abort": ("os.abort()", "stops the reader"),
    "an error that carries a value": ("raise KeyError('ZZSENTINEL')", "stops the reader (KeyError)"),
    "an exit": ("sys.exit('ZZSENTINEL')", "stops the reader"),
    "a hang": ("time.sleep(600)", "takes longer"),
    "half an answer": ("os.write(3, b'x' * 4); os._exit(0)", "stops the reader"),
    "talk on the way": ("print('ZZSENTINEL' * 9); print('ZZSENTINEL', file=sys.stderr)", ""),
}


EVERYDAY = ("an abort", "an error that carries a value")


@pytest.mark.parametrize(
    ("trick", "words"),
    [
        pytest.param(*each, id=name, marks=() if name in EVERYDAY else pytest.mark.slow)
        for name, each in TRICKS.items()
    ],
)
def test_whatever_a_file_does_to_its_reader_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], trick: str, words: str
) -> None:
    tricked(tmp_path, monkeypatch, trick)
    readers = Readers(1, Limits(wall=8.0 if words == "takes longer" else 20.0))
    try:
        assert readers.read(put(tmp_path, b"a,b\n1,2\n")).result()
        future = readers.read(put(tmp_path, b"TRICK," + SECRET.encode() + b"\n1,2\n"))
        if words:
            with pytest.raises(UnreadableFile) as caught:
                future.result()
            assert words in str(caught.value)
            assert SECRET not in repr(caught.value) + repr(caught.value.__context__)
        else:
            assert future.result().grids[0].rows()[1] == ["1", "2"]
        assert readers.read(put(tmp_path, b"a,b\n1,2\n")).result().grids[0].rows() == [["a", "b"], ["1", "2"]]
    finally:
        readers.stop()
    printed = capfd.readouterr()
    assert SECRET not in printed.out + printed.err


@pytest.mark.keeps("SEC-14")
@needs_limits
@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ("held = [bytes(50_000_000) for _ in range(100)]", "memory"),
        pytest.param("while True: pass", "takes longer", marks=pytest.mark.slow),
    ],
    ids=["memory", "processor"],
)
def test_memory_and_processor_have_their_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trick: str, words: str
) -> None:
    tricked(tmp_path, monkeypatch, trick)
    readers = Readers(1, Limits(wall=60.0, processor=5))
    try:
        with pytest.raises(UnreadableFile, match=words):
            readers.read(put(tmp_path, b"TRICK,\n1,2\n")).result()
        assert readers.read(put(tmp_path, b"a,b\n1,2\n")).result()
    finally:
        readers.stop()


@needs_limits
def test_a_child_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tricked(
        tmp_path,
        monkeypatch,
        f"os.write(os.open({str(tmp_path / 'out')!r}, os.O_CREAT | os.O_WRONLY), b'x')",
    )
    readers = Readers(1)
    try:
        with pytest.raises(UnreadableFile, match="OSError"):
            readers.read(put(tmp_path, b"TRICK,\n")).result()
    finally:
        readers.stop()
    assert (tmp_path / "out").read_bytes() == b""


def test_a_child_is_told_no_key_no_password_and_no_place() -> None:
    here = {"PATH": "p", "SCORECARD_KEY": SECRET, "SCORECARD_PASSWORD_POLICE": SECRET, "HOME": SECRET}
    assert SECRET not in str(environment(here))


@needs_limits
def test_children_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    import subprocess

    path = put(tmp_path, b"a,b\n1,2\n")
    program = (
        "from pathlib import Path; from pipelines.intake.children import readers, start; start(); made = readers();"
        f"made.read(Path({str(path)!r})).result();"
        "print(made.factory.process.pid, *(child.reader.pid for child in made.all if child.reader), flush=True);"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    processes = list(map(int, done.stdout.split()))
    assert len(processes) == 2
    for _ in range(1_000):
        if not any(map(is_alive, processes)):
            return
        time.sleep(0.05)
    pytest.fail("a child outlived its parent")


def is_alive(process: int) -> bool:
    """Whether a process still does anything."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@needs_limits
def test_readers_end_with_the_fork_server_and_another_one_reads_on(tmp_path: Path, readers: Readers) -> None:
    path = put(tmp_path, b"a,b\n1,2\n")
    readers.read(path).result()
    first = readers.all[0].reader
    assert first is not None and readers.factory.process is not None
    readers.factory.process.kill()
    readers.factory.process.wait()
    os.kill(first.pid, signal.SIGKILL)
    while first.is_alive():
        time.sleep(0.01)
    assert readers.read(path).result().grids[0].rows() == [["a", "b"], ["1", "2"]]
    assert readers.all[0].reader is not first


@pytest.mark.skipif(sys.platform != "linux", reason="Readers are forked on Linux only.")
def test_a_reader_holds_no_line_but_its_own(tmp_path: Path) -> None:
    """What a hostile file makes a reader do reaches neither the fork server nor another reader."""
    path = put(tmp_path, b"a,b\n1,2\n")
    readers = Readers(2)
    try:
        lines = []
        for child in readers.all:
            child.read(path, "", None)
            assert child.reader is not None
            held = Path(f"/proc/{child.reader.pid}/fd").iterdir()
            lines.append({line for line in map(os.readlink, held) if line.startswith("socket")})
    finally:
        readers.stop()
    assert [len(each) for each in lines] == [1, 1]
    assert lines[0] != lines[1]
