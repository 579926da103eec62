"""What a board member, an evaluator and an operator do, in a real browser."""

from playwright.sync_api import expect


def test_the_address_without_a_path_opens_the_overview(open_page):
    page = open_page("")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible(timeout=30_000)
