"""What is traced of the app: its server, pages of it in the tests' own browser, and a foreign page that knocks.

    python visit.py HOME BROWSER PAGE…

Says, in JSON, what went wrong, and with which status the server answered a websocket of a foreign origin.
"""

import json
import sys
from pathlib import Path

from browsers import browsing, watch_requests
from knocking import knock
from playwright.sync_api import expect
from serving import serving

from lfr_eval.core.home import Home

PATIENCE_MS = 60_000


def visit(home: Path, chromium: Path, *pages: str) -> dict[str, object]:
    errors: list[str] = []
    with serving(Home(home)) as server, browsing(chromium) as browser:
        foreign = knock(server.address, origin="http://elsewhere.example")
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        watch_requests(page, server.address, errors)
        for name in pages:
            page.goto(f"{server.address}/{name}")
            expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    return {"errors": errors, "foreign": foreign}


if __name__ == "__main__":
    print(json.dumps(visit(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])))
