"""The product's own methodology as a page: in sections that each have a place in the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TITLE = re.compile(r"\A# .+\n+")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document."""

    title: str
    """Empty for what stands before the first heading."""
    anchor: str
    text: str


def sections(document: str) -> list[Section]:
    """The parts of a document by its second-level headings, its title left out."""
    opening, *rest = SECTION.split(_within_the_page(TITLE.sub("", document)))
    parts = [Section(title, _anchor(title), text.strip()) for title, text in zip(rest[::2], rest[1::2], strict=True)]
    return [Section("", "", opening.strip()), *parts]


def glossary_section(document: str) -> Section:
    """The glossary as one more part."""
    return Section("Glossary", "glossary", TITLE.sub("", document).strip())


def contents(parts: Sequence[Section]) -> str:
    """Links to the parts."""
    return "\n".join(f"- [{part.title}](#{part.anchor})" for part in parts if part.title)


def _within_the_page(text: str) -> str:
    """Only the glossary stands on the page too; other files of the documentation are not linked."""

    def replaced(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        if target.startswith(("https:", "http:", "#")):
            return link[0]
        return f"[{words}](#glossary)" if target.startswith("glossary.md") else " ".join(words.split())

    return LINK.sub(replaced, text)


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
