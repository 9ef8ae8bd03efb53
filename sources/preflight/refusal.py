"""The one way in which a file is turned away as a whole."""


class UnreadableFile(Exception):
    """A file that cannot be read at all; the words say what was expected, what was found and what to do, and hold
    nothing of the file's content."""
