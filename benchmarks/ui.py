"""How long the pages take to open over a large run, and the threshold slider to answer, in a real browser.

Usage: python benchmarks/ui.py [--tracks N] [--repeat N] [--home FOLDER] [--page NAME …] [--chromium FILE] [--json FILE]

A run of 100,000 tracks and a million candidate rows is made up in a folder that does not stay, and served by
`lfr-eval app`. "First" is the first time that anybody opens the page, in a browser that has the program's scripts;
"again" is the median of new windows after that. A page is open when its script has ended and no part of it is a
placeholder. The slider is moved by a key, and has answered when the script has ended and a text has changed. Beside the
time stands the processor time of the server (on Linux), which a busy machine does not lengthen as much.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from command_line import parser_of
from large_home import K, make_home
from playwright.sync_api import BrowserContext, Page, sync_playwright
from serving import Server, serving

from lfr_eval.core.home import Home
from lfr_eval.evaluate.watch.environment import hardware, versions
from lfr_eval.ui.navigation import PAGES

LIMITS = {"open_s": 2.0, "slider_ms": 300.0}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 180_000
SLIDER_PAGE = "threshold"
WHEN = ("first", "again")
OPEN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const open = app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]');
  return open ? performance.now() : false;
}"""
WATCH_TEXT = """() => {
  window.figures = () => [...document.querySelectorAll('[data-testid="stMarkdown"], [data-testid="stMetric"]')]
    .map(part => part.innerText).join('|');
  window.before = window.figures();
  window.addEventListener('keydown', () => { window.pressed = performance.now(); }, {once: true, capture: true});
}"""
CHANGED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const changed = app.dataset.testScriptState === 'notRunning' && window.figures() !== window.before;
  return changed ? performance.now() - window.pressed : false;
}"""


@contextmanager
def browsing(chromium: str) -> Iterator[BrowserContext]:
    """A browser that keeps the program's scripts from window to window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser.new_context(viewport={"width": 1280, "height": 900})
        browser.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, float]:
    """Open an address in a new window; gives the window and the seconds from the start of navigation."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page, float(page.wait_for_function(OPEN, timeout=PATIENCE_MS, polling="raf").json_value()) / 1e3


def time_page(context: BrowserContext, server: Server, name: str, repeat: int) -> dict[str, float]:
    """Seconds to open a page the first time and again, and what of them the server computed."""
    taken, computed = [], []
    for _ in range(1 + repeat):
        before_s = server.cpu_s()
        page, seconds = opened(context, f"{server.address}/{name}")
        taken.append(seconds)
        computed.append(server.cpu_s() - before_s)
        page.close()
    again_s, again_cpu_s = float(np.median(taken[1:])), float(np.median(computed[1:]))
    return {"first_s": taken[0], "first_cpu_s": computed[0], "again_s": again_s, "again_cpu_s": again_cpu_s}


def time_slider(context: BrowserContext, server: Server, repeat: int) -> dict[str, list[float]]:
    """Milliseconds from a key on the first slider of a page to changed figures, and what the server computed."""
    page, _ = opened(context, f"{server.address}/{SLIDER_PAGE}")
    taken: dict[str, list[float]] = {"ms": [], "cpu_ms": []}
    for _ in range(repeat):
        page.evaluate(WATCH_TEXT)
        before_s = server.cpu_s()
        page.get_by_role("slider").first.press("ArrowRight")
        taken["ms"].append(float(page.wait_for_function(CHANGED, timeout=PATIENCE_MS, polling="raf").json_value()))
        taken["cpu_ms"].append(1e3 * (server.cpu_s() - before_s))
    page.close()
    return taken


def measure(home: Home, names: Sequence[str], repeat: int, chromium: str) -> dict[str, Any]:
    """Open every page, and move the slider where there is one."""
    with serving(home) as server, browsing(chromium) as context:
        opened(context, f"{server.address}/method")[0].close()
        found: dict[str, Any] = {"open": {name: time_page(context, server, name, repeat) for name in names}}
        if SLIDER_PAGE in names:
            found["slider"] = time_slider(context, server, 2 * repeat)
    return found


def report(found: dict[str, Any], tracks: int) -> None:
    """Print the figures, and which limits are missed."""
    machine = hardware()
    on = f"{machine['processor']}, {machine['cores']} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{tracks:,} tracks, {tracks * K:,} candidate rows; {on}")
    for name, taken in found["open"].items():
        slow = max(taken["first_s"], taken["again_s"]) > LIMITS["open_s"]
        times = "  ".join(f"{when} {taken[f'{when}_s']:5.2f} s ({taken[f'{when}_cpu_s']:.2f} s)" for when in WHEN)
        print(f"  {name:<12} {times}{'  SLOW' * slow}")
    if moves := found.get("slider"):
        median, worst, computed = np.median(moves["ms"]), max(moves["ms"]), np.median(moves["cpu_ms"])
        slow = bool(median > LIMITS["slider_ms"])
        figures = f"median {median:.0f} ms ({computed:.0f} ms), worst {worst:.0f} ms of {len(moves['ms'])}"
        print(f"  slider of {SLIDER_PAGE}: {figures}{'  SLOW' * slow}")
    print(f"  limits: {LIMITS['open_s']:g} s to open, {LIMITS['slider_ms']:g} ms for the slider")


def main() -> None:
    """Make the home, measure, print and write."""
    everything = [spec.name for specs in PAGES.values() for spec in specs]
    parser = parser_of(__doc__)
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--home", type=Path, help="where the home is made, and used again; else it does not stay")
    parser.add_argument("--page", choices=everything, nargs="+", default=everything)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = arguments.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        home = Home(folder) if (folder / "reports").exists() else make_home(folder, arguments.tracks)
        found = measure(home, arguments.page, arguments.repeat, arguments.chromium)
    report(found, arguments.tracks)
    if arguments.json:
        made_with = {"tracks": arguments.tracks, "hardware": hardware(), "versions": versions()}
        arguments.json.write_text(json.dumps(found | {"limits": LIMITS, **made_with}, indent=2))


if __name__ == "__main__":
    main()
