"""What a check of settings asks for, in the words of everything else that is said here."""

from __future__ import annotations

import re

SHOULD = re.compile(r"\w+ should (be|have|match) ")
"""How pydantic begins to say what must stand somewhere."""

PLAIN = {"a valid integer": "a whole number", "a valid boolean": "true or false", "a valid ": "a "}


def plainly(asked: str) -> str:
    """What must stand somewhere, as it follows "expected", out of a message of pydantic."""
    asked = asked.removeprefix("Value error, ").removeprefix("expected ")
    if asked == "Field required":
        return "a value"
    if asked.startswith("Extra inputs"):
        return "no such key"
    if not (should := SHOULD.match(asked)):
        return asked
    rest = asked[should.end() :].partition(", unable to ")[0].replace(" after validation", "")
    for theirs, ours in PLAIN.items():
        rest = rest.replace(theirs, ours)
    if should[1] == "be":
        comparing = ("greater", "less", "finite", "a multiple")
        return f"a number {rest}" if rest.startswith(comparing) else rest
    return f"something with {rest}" if should[1] == "have" else f"something of the {rest}"
