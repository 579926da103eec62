"""Cells of tables that are exported: in a spreadsheet, none of them is a formula."""

from __future__ import annotations

import re

FORMULA = re.compile(r"[=+@\t\r\n]|-(?!\d[\d.,]*%?$)")
"""How a text begins that a spreadsheet may run; a negative number is none."""


def neutral(value: object) -> object:
    """A cell as it is exported: a text that would begin a formula stands behind an apostrophe (OWASP)."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
