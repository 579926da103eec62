"""Text becomes Markdown in one place; what browsers make of it is tested in `browser/test_hostile_names.py`."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.ui import show
from lfr_eval.ui.literal import BREAK, code, literal, plain, strong

UI = Path(show.__file__).parent
READ_AS_MARKDOWN = {
    "badge", "button", "camera_input", "caption", "checkbox", "divider", "error", "expander", "header", "html", "info",
    "markdown", "metric", "page_link", "popover", "progress", "spinner", "status", "subheader", "success", "tabs",
    "title", "toast", "toggle", "warning", "write",
}  # fmt: skip
OURS = {
    ("show.py", "markdown"),  # prose, bullets and our own documents
    ("show.py", "title"),
    ("pages/method.py", "markdown"),  # the table of contents of our own document
    ("review_checklist.py", "badge"),  # one of seven words
    ("navigation.py", "html"),
    ("trial.py", "html"),  # a picture
}
"""Calls that are given text of our own only."""


def calls():
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and ast.unparse(called.value) != "view":
                yield path.relative_to(UI).as_posix(), called.attr, node


def is_literal(node):
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "literal"
    )


def is_a_choice_of_constants(node):
    return isinstance(node, ast.IfExp) and is_literal(node.body) and is_literal(node.orelse)


def test_no_page_hands_text_to_streamlit_but_through_literal():
    bare = []
    for file, method, node in calls():
        labels = [one.value for one in node.keywords if one.arg in ("label", "text", "help")]
        first = labels or node.args[:1]
        shown = [one for one in first if not (is_literal(one) or is_a_choice_of_constants(one))]
        if method in READ_AS_MARKDOWN and shown and (file, method) not in OURS:
            bare.append(f"{file}: {ast.unparse(node)[:90]}")
    assert bare == []


def unescaped(markdown):
    return re.sub(r"\\(.)", r"\1", markdown.replace(BREAK, ""))


@given(st.text(st.characters(exclude_characters="\x02\x03\x0e\x0f", exclude_categories=("Cc", "Zl", "Zp", "Cs"))))
def test_nothing_is_lost_or_added(text):
    assert unescaped(literal(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Anna: 3 of 4 (95 % 1 to 4)", "Anna: 3 of 4 (95 % 1 to 4)"),
        ("persons_enrolled", "persons_enrolled"),
        ("![](http://x.example)", rf"!\[\](http\:{BREAK}//x.example)"),
        (":material/home:", rf"\:{BREAK}material/home:"),
        ("a@b.example", f"a{BREAK}@b.example"),
        ("www.x.example", f"www{BREAK}.x.example"),
        ("a -> b", rf"a -{BREAK}\> b"),
        ("1. a", r"1\. a"),
        ("# a\n\n- b", "\\# a  \n\\- b"),
    ],
)
def test_hand_worked(text, markdown):
    assert literal(text) == markdown


def test_the_two_marks():
    assert literal(f"{strong('Who:')} *x*") == r"**Who:** \*x\*"
    assert literal(f"Run {code('score a_b --by *')}.") == "Run `score a_b --by *`."
    assert literal(code("a`b``c")) == "``` a`b``c ```"
    assert literal(code(":material/x:")) == rf"\:{BREAK}material/x:"  # Streamlit alters it even in code
    assert plain(f"{strong('Who:')} {code('x')}") == "Who: x"


def test_the_glossary_explains_a_word_once_and_not_in_code():
    shown = show.explained(literal(f"TPIR and TPIR, {code('--by TPIR')}"))
    assert shown.count("<abbr") == 1
    assert shown.endswith("</abbr> and TPIR, `--by TPIR`")


def test_downloads_hold_no_formulas():
    frame = pd.DataFrame({"=name": ["=cmd()", "Anna"], "n": [-1, 2]})
    assert show.exported(frame) == "'=name,n\n'=cmd(),-1\nAnna,2\n"
