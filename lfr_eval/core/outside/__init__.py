"""The one place where text and tables from outside are taken apart: JSON, YAML, numpy arrays, Parquet.

Whatever stands in them costs no more time and memory than their size warrants, and is a value or `Unreadable`. What
the value must be is for the reader to say.
"""

LONGEST = 200
"""Characters."""


class Unreadable(ValueError):
    """It is not what it should be; ``str(error)`` says in a few words what was found.

    Args:
        found: What was found, in one line.
        line: 1-based line in the text, where one is to blame.
    """

    def __init__(self, found: str, line: int | None = None) -> None:
        super().__init__(in_one_line(found))
        self.line = line


def in_one_line(text: object) -> str:
    """What a library says of what it found, in a line that can be printed."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(str(text).split())[:LONGEST])
