"""What a board member, an evaluator and an operator do, in a real browser."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("path", ["", "overview"])
def test_the_address_with_and_without_its_name_opens_the_overview(open_page, path):
    page = open_page(path)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Page not found")).not_to_be_visible()
    expect(page.get_by_role("link", name="Overview", exact=True)).to_have_count(1)
