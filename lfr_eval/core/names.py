"""Names of people, sources, runs and attributes: one canonical form, and what tells apart two that look alike.

Two names are one where their canonical forms (NFC, Unicode Standard Annex 15) are equal, and only then. Names that
look alike (letter case, invisible characters, kinds of space, typographic variants) stay two, and whoever meets both
says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lfr_eval.core.errors import InputError

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but the tab and the end of a line, and those that override the direction of writing."""
LINE_ENDS = "\n\r"
JOINERS = frozenset("\u200c\u200d")
"""Letters of Arabic and Indic scripts are joined, or kept apart, by these: part of the spelling inside a word."""
SELECTORS = frozenset(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors: part of the spelling of Han characters and of emoji."""
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing."""
HIDDEN = SELECTORS | BLANKS
SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are seen: signs around Arabic, Syriac and Kaithi numbers."""
TWINS = str.maketrans(
    "\u2018\u2019\u02bc\u02b9\u2032`\u00b4\u2010\u2011\u2012\u2013\u2014\u2212_"
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0455\u0458"
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
    "'''''''------ " + "abekmhopctyxisj" + "abenikvoptux",
)
"""Apostrophes, hyphens, the underscore that stands for a space, and Cyrillic and Greek letters with a Latin twin."""

UNFIT = re.compile(r"""[/\\:*?"<>|\x00-\x1f]|[ .]$""")
"""What not every file system allows in a name."""
SHOWN, LONGEST_MESSAGE = 80, 2000
"""Characters of a word, and of a message, that are told."""
LONG_WORD = re.compile(r"[^\s/\\]{101,}")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)
"""Devices of Windows, whatever ending follows."""
UNFINISHED = re.compile(r"\.(partial|replaced)(-|$)", re.IGNORECASE)
"""Marks of what is being written, or was when its writer was killed."""


def canonical(text: str) -> str:
    """The one form in which a name is compared and kept: NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def attributes(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Attributes, and intersections without the spaces around their parts, each once, in canonical form.

    Args:
        text: ``"sex, sex * age"``, or a sequence of such texts.
    """
    whole = text or "" if isinstance(text, str | None) else ",".join(text)
    found = ("*".join(part.strip() for part in name.split("*")) for name in canonical(whole).split(","))
    return tuple(dict.fromkeys(name for name in found if name))


def unseen(text: str) -> str | None:
    """The characters of a text that nobody sees, or takes for a plain space, by code point and name; None without."""
    if text.isascii() and text.isprintable():
        return None
    named = [_named(mark) for place, mark in enumerate(text) if _is_unseen(text, place)]
    return ", ".join(dict.fromkeys(named)) or None


def tidied(text: str) -> str:
    """A name taken from a file or folder: canonical, without what nobody sees, with plain spaces, none of them around.

    Empty where nothing else is in it.
    """
    if unseen(text) is None:
        return canonical(text.strip())
    kept = (" " if mark.isspace() else "" if _is_unseen(text, place) else mark for place, mark in enumerate(text))
    return canonical("".join(kept).strip())


def of_file(name: str) -> str:
    """The name that a file or folder gives, tidied; a byte of it that is not UTF-8 stands as its escape."""
    return tidied(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def unfit_for_a_folder(name: str) -> str | None:
    """What keeps a name from being given to a folder on every system; None where nothing does."""
    if RESERVED.fullmatch(name):
        return f"{name.partition('.')[0]!r}, which is a device on Windows"
    if mark := UNFINISHED.search(name):
        return f"{mark[0]!r}, which marks what is unfinished"
    if name.startswith("-"):
        return "'-' at its beginning, as options of commands have it"
    found = UNFIT.search(name)
    return None if found is None else repr(found[0]) + (" at its end" if found[0] in " ." else "")


def require_fit(name: str, what: str) -> None:
    """Make sure that a folder may get a name.

    Args:
        name: Of the folder alone.
        what: What is given it, for the message: ``--out``.

    Raises:
        InputError: Not every system takes it, or folders that are unfinished are called so.
    """
    if unfit := unfit_for_a_folder(name):
        raise InputError(f"{what}: expected the name of a folder on any system, found {name!r} with {unfit}")


def typed(text: str, what: str) -> str:
    """A name as somebody typed it, in its canonical form.

    Args:
        text: What was typed.
        what: What it names, for the message: ``--person``.

    Raises:
        InputError: It is empty, has space around it, or holds characters that nobody sees.
    """
    if not text or text != text.strip():
        raise InputError(f"{what}: expected a name without spaces around it, found {text!r}")
    if hidden := unseen(text):
        raise InputError(f"{what}: expected a name without invisible characters, found {text!r} ({hidden})")
    return canonical(text)


def visible(text: str) -> str:
    """A text for a terminal: what would steer it, or turn its letters around, stands as its escape."""
    return text if text.isprintable() else STEERING.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)


def brief(text: str) -> str:
    """A message in which no name that it quotes is longer than one can read: words are cut, and so is the whole."""
    words = LONG_WORD.sub(lambda word: f"{word[0][:SHOWN]}…", text)
    return words if len(words) <= LONGEST_MESSAGE else f"{words[:LONGEST_MESSAGE]}… ({len(text):,} characters)"


def difference(one: str, other: str) -> str | None:
    """How two names that look alike differ, in words; None where they are one name, or plainly two."""
    if canonical(one) == canonical(other) or _look(one) != _look(other):
        return None
    if canonical(one.casefold()) == canonical(other.casefold()):
        return "they differ in case only"
    marks = [_named(mark) for mark in dict.fromkeys(one + other) if one.count(mark) != other.count(mark)]
    return f"they differ in {', '.join(marks[:3]) or 'the order of their characters'}"


class Known:
    """Names that are known, to find the one that another name looks like."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self._by_look: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            self._by_look[_look(name)].append(name)

    def like(self, name: str) -> tuple[str, str] | None:
        """The known name that a name looks like, and how they differ; None where it is known, or like none."""
        others = [] if name in self.names else self._by_look.get(_look(name), [])
        return next(((other, how) for other in others if (how := difference(name, other))), None)

    def remark(self, name: str) -> str:
        """The same for the end of a message: ``; there is 'Anna' (they differ in case only)``; empty where None."""
        found = self.like(name)
        return f"; there is {found[0]!r} ({found[1]})" if found else ""


def renamed(names: Iterable[str]) -> list[str]:
    """Names of files and folders that stand for a name that reads the same and is another, a line each."""
    found = ((name, of_file(name)) for name in dict.fromkeys(names) if not name.isascii() or name != name.strip())
    return [
        f"{name!r} is listed as {known!r} ({unseen(name) or 'spaces around it, or bytes that are not UTF-8'})"
        for name, known in found
        if known != canonical(name)
    ]


def alike(names: Iterable[str]) -> list[str]:
    """Names that look alike and are not one, a line each: ``'Anna' and 'anna' are taken for two: …``."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        groups[_look(name)].append(name)
    return [
        f"{first!r} and {other!r} are taken for two: {how}"
        for first, *others in groups.values()
        for other in others
        if (how := difference(first, other))
    ]


def _named(mark: str) -> str:
    return f"U+{ord(mark):04X} {unicodedata.name(mark, 'a control character')}"


def _is_unseen(text: str, place: int) -> bool:
    mark = text[place]
    if mark in JOINERS or mark in SELECTORS:
        return place == 0 or text[place - 1].isascii()
    if mark in LINE_ENDS or mark in SIGNS or mark == " ":
        return False
    return mark in BLANKS or unicodedata.category(mark) in ("Cc", "Cf", "Zl", "Zp", "Zs")


NUMBER = re.compile(r"0*([0-9]+?)(?:\.0+)?", re.ASCII)
"""A number as tables of other programs write it: without the zeros before it, or with some behind it."""


def _look(name: str) -> str:
    """What two names that look alike have in common."""
    seen = unicodedata.normalize("NFKC", name).casefold().translate(TWINS)
    if number := NUMBER.fullmatch(seen.strip()):
        return number[1]
    if seen.isascii():
        return " ".join(seen.split())
    bare = (mark for mark in seen if mark.isspace() or not (unicodedata.category(mark) == "Cf" or mark in HIDDEN))
    return " ".join(unicodedata.normalize("NFC", "".join(bare)).split())
