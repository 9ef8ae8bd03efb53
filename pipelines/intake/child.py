"""The process that reads suppliers' files: `python -m pipelines.intake.child reader`, or `fork-server`, which forks such processes.

It is told one path a line and answers with sheets of text or a sentence. It holds no key, opens no database, writes no
file, and takes its own limits before it looks at anything. What goes wrong inside is told by its kind alone: the words
of an error may hold a record's values.
"""

import json
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

CRASHED = (
    "Expected a file that can be read; found one that stops the reader{kind}. "
    "Save it again and send it again, and tell us if this recurs."
)
TOO_LARGE = (
    "Expected a file that can be read within the memory allowed; found one that needs more. "
    "Delete what is not data, or send it in parts."
)


def main() -> None:
    """Read files, or make readers, until nobody asks any more."""
    if sys.argv[1:] == ["fork-server"]:
        fork_server()
    else:
        serve()


def fork_server() -> None:
    """Fork a reader for each line to talk over that comes in, and end the reader whose number comes in.

    What readers need is imported before, but nothing of it is used: a library that has begun to work has threads, which
    a fork loses.
    """
    import pipelines.intake.wire  # noqa: F401
    import sources.delimited
    import sources.workbook  # noqa: F401

    line = socket.socket(fileno=os.dup(0))
    living: set[int] = set()
    while True:
        asked, lines, _, _ = socket.recv_fds(line, 32, 1)
        if lines:
            pid = os.fork()
            if pid == 0:
                line.close()
                _over(lines[0])
            os.close(lines[0])
            living.add(pid)
            line.sendall(b"%d" % pid)
        elif asked:
            pid = int(asked)
            line.sendall(b"%d" % (_ended(pid) if pid in living else 0))
            living.discard(pid)
        else:
            break
    for pid in living:  # whoever asked has gone; readers of files that hang go too
        _ended(pid)


def _over(line: int) -> NoReturn:
    """Serve over a line, as a process of its own."""
    os.dup2(line, 0)
    os.dup2(line, 1)
    os.close(line)
    try:
        serve()
    finally:
        os._exit(0)


def _ended(pid: int) -> int:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def serve() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # a library that prints must not be taken for an answer
    os.close(nowhere)
    limits = json.loads(sys.stdin.buffer.readline() or b"{}")
    if limits:
        limit(memory=limits["memory"])
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        limit(processor=asked["processor"])
        answer(asked, answers)


def answer(asked: dict[str, Any], answers: BinaryIO) -> None:
    """Write the sheets of a file, or why there are none."""
    from pipelines.intake.wire import packed, refusal
    from sources.reading import UnreadableFile, book

    try:
        with open(asked["path"], "rb") as file:
            data = file.read()
        if asked.get("is_census"):
            from sources.census.travelling import as_book

            told = packed(as_book(data))
        else:
            told = packed(book(data, name=asked["name"], password=asked["password"]))
    except UnreadableFile as unreadable:
        told = refusal(str(unreadable))
    except MemoryError:
        told = refusal(TOO_LARGE)
    except BaseException as error:  # also what a reader written in another language calls a panic
        told = refusal(CRASHED.format(kind=f" ({type(error).__name__})"))
    answers.writelines(told)
    answers.flush()


def limit(*, memory: int | None = None, processor: int | None = None) -> None:
    """Take limits: bytes of memory for good, and so many more seconds of processor. Where the system has no such
    limits, nothing; `scorecard doctor` says so."""
    try:
        import resource
    except ImportError:
        return
    os.umask(0o077)
    if memory is not None:
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, 0)
    if processor is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + processor, hard))


def _lower(which: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # a system that keeps no such limit
        resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    main()
