"""The product's own documents: those of `docs/`, which an installed package carries."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

CARRIED, IN_REPOSITORY = Path(__file__).parent, Path(__file__).parents[3] / "docs"
FOLDER = CARRIED if (CARRIED / "glossary.md").is_file() else IN_REPOSITORY
GLOSSARY_ROW = re.compile(r"\| \*\*(.+?)\*\* \| (.+?) \|")


@cache
def document(name: str) -> str:
    """The text of `<name>.md`."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def glossary() -> dict[str, str]:
    """Word → what it means here; a row with several words, such as ``FMR, FNMR``, gives each of them."""
    words = dict[str, str]()
    for row in GLOSSARY_ROW.finditer(document("glossary")):
        meaning = re.sub(r"[*`]", "", row[2])
        words |= {word.strip(): meaning for word in row[1].split(",")}
    return words
