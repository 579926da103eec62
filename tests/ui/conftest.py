"""A home whose every figure is known beforehand, and pages run on it without a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from golden_home import PASS_S, golden_passes, golden_pictures, make_golden
from streamlit.testing.v1 import AppTest
from synthetic_runs import Pictures, record, settings

from lfr_eval.core.home import Home
from lfr_eval.evaluate.score.evidence import keep_score
from lfr_eval.evaluate.score.score import score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.record.reader import RunRecord
from lfr_eval.ui.server import ENTRY
from lfr_eval.watchlist.store import read_watchlist


@pytest.fixture(scope="session")
def golden_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """See `golden_home.make_golden`."""
    return make_golden(tmp_path_factory.mktemp("home"))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What pages of one test have read is no help, and no harm, to the next."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def page(
    golden_home: Home, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Run a page of the app on the golden home (or on `home`), with its address as keyword arguments."""

    def run(name: str, home: Home = golden_home, **query: str) -> AppTest:
        # The app opens at its first page, which must not choose anything: there is nothing to choose from
        monkeypatch.setenv("LFR_EVAL_HOME", str(tmp_path_factory.mktemp("nothing")))
        app = AppTest.from_file(str(ENTRY), default_timeout=30).run()
        monkeypatch.setenv("LFR_EVAL_HOME", str(home.folder))
        app.query_params.update(query)
        return app.switch_page(f"../pages/{name}.py").run()

    return run


@pytest.fixture
def own_home(golden_home: Home, tmp_path: Path) -> Home:
    """A copy of the golden home that a test may write to, or damage."""
    return Home(shutil.copytree(golden_home.folder, tmp_path / "home"))


@pytest.fixture
def other_film(own_home: Home) -> str:
    """The same people at the same times in another film, watched by the newest system and scored; the id of the run."""
    files = TruthFiles(own_home.datasets / "yard" / "passes.csv")
    files.passes.parent.mkdir()
    files.passes.write_text(golden_passes().replace("gate.mp4", "yard.mp4"))
    film = Pictures(golden_pictures(), source_id="yard.mp4", digest="ee")
    chosen = settings(alerting={"threshold": 0.4, "window_s": PASS_S})
    run = RunRecord.open(record(film, read_watchlist(own_home.watchlists / "square"), own_home.runs, chosen).run)
    keep_score(score_runs([run], files), files, own_home)
    return run.run_id


@pytest.fixture
def bare_home(own_home: Home) -> Home:
    """The same, where no page has worked anything out yet: kept tables of scores are gone."""
    for table in own_home.scores.rglob("*.parquet"):
        table.unlink()
    return own_home
