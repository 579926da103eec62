"""Runs whose headers are wrong in every part are listed as damaged, and harm neither a page nor another run."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from lfr_eval.record.listing import list_runs
from lfr_eval.ui.navigation import PAGES

sys.path.append(str(Path(__file__).parents[2] / "hostile"))

from inputs import mutations, stated

WRONG = {
    "source": None,
    "settings": {"alerting": {"threshold": "0.4", "window_s": 30.0}},
    "process": {"pid": 10**30},
    "watchlist": [],
    "started_utc": "yesterday",
    "rows": {"alerts": "6"},
    "counts": {"frames_read": -1},
}
BROKEN = {"deep": "[" * 20_000, "digits": "9" * 5_000, "binary": "\0\0\0", "empty": "", "word": "hello"}


@pytest.fixture
def crowded(own_home):
    """Beside two good runs a damaged one for each thing that can be wrong, and one for each part that is missing."""
    good = list_runs(own_home.runs)[0].path
    header = json.loads((good / "run.json").read_bytes())
    missing = {name: made for name, made in mutations(header) if name.count(".") == 0 and name.endswith("left out")}
    texts = {name: stated(made).decode() for name, made in missing.items()}
    texts |= {f"wrong {key}": json.dumps(header | {key: value}) for key, value in WRONG.items()}
    for number, text in enumerate([*texts.values(), *BROKEN.values()]):
        copy = shutil.copytree(good, own_home.runs / f"copy {number}")
        (copy / "run.json").write_text(text)
    shutil.copytree(good, own_home.runs / "folder", ignore=shutil.ignore_patterns("run.json"))
    (own_home.runs / "folder" / "run.json").mkdir()
    return own_home


def test_wrong_headers_are_damaged(crowded):
    damaged = [run for run in list_runs(crowded.runs) if run.problem]
    assert len(damaged) >= len(WRONG) + len(BROKEN) + 1
    assert all("run.json" in run.problem for run in damaged)


@pytest.mark.parametrize("name", [spec.name for specs in PAGES.values() for spec in specs])
def test_every_page_stands(page, crowded, golden_home, name):
    newest = list_runs(golden_home.runs)[0].name
    app = page(name, home=crowded, run=newest, camera="Camera or recording on this machine")
    assert not app.exception
    assert not [one.value for one in app.error if "run.json" in one.value]


@pytest.mark.parametrize("number", [0, 5, 12, 20, 30])
def test_a_link_to_a_damaged_run_is_one_sentence(page, crowded, number):
    app = page("run", home=crowded, run=f"copy {number}")
    assert not app.exception
