"""Make the pictures of the README from the demo: `python docs/build_images.py [BROWSER]`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

DOCS = Path(__file__).parent
sys.path += [str(DOCS.parent / "benchmarks"), str(DOCS.parent / "tests")]
IMAGES = DOCS / "images"
VIEW = {"width": 1280, "height": 1390}
PATIENCE_MS = 60_000


def main(browser: str = "/usr/bin/chromium") -> None:
    """Run the demo in a home that goes with it; keep its timeline and the page of its run."""
    from browsers import browsing
    from playwright.sync_api import expect
    from serving import serving

    from lfr_eval.core.home import Home

    with TemporaryDirectory() as folder:
        env = os.environ | {"LFR_EVAL_HOME": folder}
        subprocess.run([Path(sys.executable).with_name("lfr-eval"), "demo"], env=env, check=True)  # noqa: S603
        copyfile(Path(folder, "datasets", "demo", "timeline.png"), IMAGES / "demo-timeline.png")
        (run,) = (path for path in Home(Path(folder)).runs.iterdir() if path.is_dir())
        with serving(Home(Path(folder))) as server, browsing(Path(browser)) as chromium:
            page = chromium.new_page(viewport=VIEW)  # type: ignore[arg-type]
            page.goto(f"{server.address}/run?run={run.name}")
            expect(page.locator('[data-testid="stVegaLiteChart"]').locator("canvas, svg").first).to_be_visible(
                timeout=PATIENCE_MS
            )
            idle = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
            expect(idle).to_be_visible(timeout=PATIENCE_MS)
            page.wait_for_timeout(1000)
            page.screenshot(path=IMAGES / "run-page.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
