"""A reviewer follows a link to the queue, decides an alert, and finds it decided after a reload."""

from browsers import browsing
from playwright.sync_api import expect
from serving import serving


def test_an_alert_is_still_decided_after_a_reload(own_home, chromium):
    errors = []
    with serving(own_home) as server, browsing(chromium) as browser:
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server.address}/alerts?reviewer=Ann")
        expect(page.get_by_text("0 of 6 alerts decided")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("link", name="Overview", exact=True)).to_be_visible()
        page.get_by_text("False: another person").click()
        page.get_by_label("Reason").fill("another nose")
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_text("1 of 6 alerts decided")).to_be_visible()
        page.reload()
        expect(page.get_by_text("1 of 6 alerts decided; you decided 1, 5 left to you.")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("took this face for P2")).to_be_visible()
    assert errors == []
