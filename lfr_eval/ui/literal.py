"""The one way from text to what Streamlit takes for Markdown: whatever a text holds is shown letter by letter.

Names of people, sources, attributes, reviewers and files come from outside, and so do sentences that hold them. Read as
Markdown they could be pictures that the browser fetches, links, formulas or symbols. Two marks, `strong` and `code`,
are all that a text can say of its looks; every other character stands for itself.
"""

from __future__ import annotations

import re

STRONG = "\x02", "\x03"
CODE = "\x0e", "\x0f"
BREAK = ":small[]"
"""An empty span: parts of a text that Streamlit would read together (an address, a symbol, an arrow) never meet."""
MARKUP = frozenset("\\`*_[]<>&$~|")
ARROWS = frozenset(("->", "<-", "--", ">=", "<=", "~="))
WORD = re.compile("[A-Za-z0-9]{2}")
STARTS = re.compile(r"^[#+=-]")
"""What begins a heading, a list, a rule, or the line below a heading."""
NUMBERED = re.compile(r"^(\d+)([.)])")
CODED = re.compile(f"{CODE[0]}([^{CODE[1]}]*){CODE[1]}")


def strong(text: str) -> str:
    """A text that `literal` sets in bold."""
    return f"{STRONG[0]}{text.strip()}{STRONG[1]}"


def code(text: str) -> str:
    """A text that `literal` sets as code: a command, or the name of a file."""
    return f"{CODE[0]}{text}{CODE[1]}"


def literal(text: str) -> str:
    """Markdown that shows a text letter by letter, line by line, and sets what `strong` and `code` made."""
    return "  \n".join(_line(line.strip()) for line in text.split("\n") if line.strip())


def plain(text: str) -> str:
    """The text without the marks of `strong` and `code`, where there is no Markdown."""
    return text.translate(dict.fromkeys(map(ord, STRONG + CODE)))


def _line(text: str) -> str:
    text = " ".join(text.splitlines())
    parts = CODED.split(text)
    shown = "".join(_code(part) if place % 2 else _escaped(part) for place, part in enumerate(parts))
    shown = NUMBERED.sub(r"\1\\\2", STARTS.sub(r"\\\g<0>", shown))
    return shown.replace(STRONG[0], "**").replace(STRONG[1], "**")


def _escaped(text: str) -> str:
    shown = []
    for place, mark in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        joins = mark == ":" and after[:1].strip() not in ("", *STRONG)
        inside = mark == "_" and WORD.fullmatch(before[-1:] + after[:1])
        shown.append(f"\\{mark}" if joins or (mark in MARKUP and not inside) else mark)
        arrow = mark + after[:1] in ARROWS and not after[1:2].isalnum()
        host = after[:1] == "." and (before + mark).lower().endswith("www")
        if joins or arrow or host or after[:1] == "@":
            shown.append(BREAK)
    return "".join(shown)


def _code(text: str) -> str:
    """Code takes no escapes: it ends where as many backticks stand as it began with, and Streamlit alters one word."""
    if ":material/" in text or not text.strip():
        return _escaped(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " * ("`" in text)
    return f"{fence}{pad}{text}{pad}{fence}"
