"""A document in parts, on documents whose parts are known and on the product's own."""

import re
from pathlib import Path

from lfr_eval.report import method as view
from lfr_eval.ui.documents import FOLDER, document

TEXT = """# Title

Opening, with [the glossary](glossary.md).

## The unit: a pass

See [decision
0003](decisions/0003.md) and [a site](https://example.org).

## Labelled: `search`

End.
"""


def test_parts_have_places_and_links_stay_on_the_page():
    opening, first, second = view.sections(TEXT)
    assert opening == view.Section("", "", "Opening, with [the glossary](#glossary).")
    assert first.anchor == "the-unit-a-pass"
    assert first.text == "See decision 0003 and [a site](https://example.org)."
    assert (second.title, second.anchor) == ("Labelled: `search`", "labelled-search")
    assert view.contents([opening, first]) == "- [The unit: a pass](#the-unit-a-pass)"


def test_the_product_s_own_document_loses_nothing_but_links_to_files():
    parts = view.sections(document("methodology"))
    words = re.findall(r"\w+", " ".join(f"{part.title} {part.text}" for part in parts))
    plain = re.sub(r"\[([^\]]+)\]\((?!glossary|#)[^)]*\)", r"\1", document("methodology")).replace(
        "glossary.md", "glossary"
    )
    assert words == re.findall(r"\w+", plain)[1:]
    assert len({part.anchor for part in parts}) == len(parts)


def test_the_glossary_is_a_part():
    part = view.glossary_section(document("glossary"))
    assert "**FPIR**" in part.text
    assert not part.text.startswith("#")


def test_the_page_shows_the_very_files_of_the_documentation():
    for name in ("methodology", "glossary"):
        assert FOLDER / f"{name}.md" == Path(__file__).parents[2] / "docs" / f"{name}.md"
