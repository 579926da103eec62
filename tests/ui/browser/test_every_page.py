"""Every page opens in a real browser, and draws its charts."""

from playwright.sync_api import expect

from lfr_eval.ui.navigation import PAGES

CHARTS = {"run", "fairness", "threshold", "latency", "compare", "watchlists", "planner"}
"""Pages that draw something of the golden home."""
PATIENCE_MS = 60_000


def test_every_page_opens_without_an_error(open_page):
    page = open_page("method")
    for spec in (spec for specs in PAGES.values() for spec in specs):
        page.goto(f"{page.url.rsplit('/', 1)[0]}/{spec.name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
        idle = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
        expect(idle).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]')).to_have_count(0)
        charts = page.locator('[data-testid="stVegaLiteChart"]')
        if spec.name in CHARTS:
            expect(charts.locator("canvas, svg").first).to_be_visible(timeout=PATIENCE_MS)
        else:
            expect(charts).to_have_count(0)
