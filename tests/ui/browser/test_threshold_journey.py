"""An evaluator moves the threshold, and the figures and the address follow."""

from playwright.sync_api import expect


def test_the_slider_changes_the_figures_and_a_reload_keeps_them(open_page):
    page = open_page("threshold?threshold=0.6")
    expect(page.get_by_text("False positives: 1 of 24")).to_be_visible(timeout=30_000)
    page.get_by_role("slider").first.press("ArrowRight")
    expect(page.get_by_text("At threshold 0.61")).to_be_visible()
    expect(page.get_by_text("False positives: 0 of 24")).to_be_visible()
    assert "threshold=0.61" in page.url
    page.reload()
    expect(page.get_by_text("At threshold 0.61")).to_be_visible(timeout=30_000)
