"""Real footage watched with the real models, through the same calls as the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lfr_eval.capture.source import open_source
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.enrol.enrol import enrol_photographs
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.watch.watch import watch
from lfr_eval.record.reader import RunRecord
from lfr_eval.watchlist.store import read_watchlist

SETTINGS = SystemSettings()


@pytest.fixture(scope="session")
def engine() -> InsightFaceEngine:
    return load_engine(SETTINGS)


@pytest.fixture(scope="session")
def enrol(engine: InsightFaceEngine) -> Callable[[Path, Path], Path]:
    """Make a watchlist from a folder of photographs."""

    def make(photographs: Path, to: Path) -> Path:
        enrol_photographs(photographs, to, engine, SETTINGS)
        return to

    return make


@pytest.fixture(scope="session")
def watched(engine: InsightFaceEngine) -> Callable[..., RunRecord]:
    """Watch a clip for a list and open the record."""

    def run(clip: Path, watchlist: Path, root: Path, **changes: Any) -> RunRecord:
        settings = SETTINGS.model_copy(update=changes)
        with open_source(str(clip)) as source:
            result = watch(source, read_watchlist(watchlist), engine, settings, root=root)
        return RunRecord.open(result.run)

    return run


def best_scores(run: RunRecord) -> dict[str, float]:
    """Best similarity of a single face to each person of the list, whatever its rank."""
    return {str(person): float(score) for person, score in run.candidates().groupby("person")["score"].max().items()}


def alerted(run: RunRecord) -> set[str]:
    """Persons that were alerted at the run's own threshold."""
    return set(run.alerts()["person"])
