"""De-duplication of hits."""

import numpy as np
import pytest

from lfr_eval.core.events import Hits
from lfr_eval.engine.alerts import AlertBook, alerts_of


def hits(*rows: tuple[float, str, float]) -> Hits:
    """Hits at (time, person, score)."""
    n = len(rows)
    seconds = np.array([row[0] for row in rows])
    text = np.array([row[1] for row in rows], object)
    return Hits(
        np.arange(n), np.zeros(n, np.int64), seconds, seconds, text, text, np.array([r[2] for r in rows], np.float32)
    )


# list person enters at 10.00, hits from 10.08, returns at 40.2: 30.12 s after the first hit
PASS_AND_RETURN = hits((10.08, "P", 0.63), (10.12, "P", 0.66), (40.2, "P", 0.70))


@pytest.mark.parametrize(
    ("found", "window_s", "expected"),
    [
        (PASS_AND_RETURN, 30.0, [(10.08, 2, 0.66), (40.2, 1, 0.70)]),
        # a longer window silences the return
        (PASS_AND_RETURN, 60.0, [(10.08, 3, 0.70)]),
        # the window is half-open: a hit exactly W after the first opens a new one
        (hits((0.0, "P", 0.5), (30.0, "P", 0.5)), 30.0, [(0.0, 1, 0.5), (30.0, 1, 0.5)]),
        # the window is fixed: hits within it do not prolong it
        (hits((0, "P", 0.5), (20, "P", 0.5), (40, "P", 0.5)), 30.0, [(0, 2, 0.5), (40, 1, 0.5)]),
        # two persons in one pass are two alerts
        (hits((1.0, "P", 0.5), (1.0, "Q", 0.4)), 30.0, [(1.0, 1, 0.5), (1.0, 1, 0.4)]),
        (Hits.empty(), 30.0, []),
    ],
)
def test_windows(found: Hits, window_s: float, expected: list[tuple[float, int, float]]):
    got = [(alert.first_hit_s, alert.hits, round(alert.score, 4)) for alert in alerts_of(found, window_s)]
    assert got == expected


def test_alerts_are_raised_once_and_grow():
    book = AlertBook(30.0)
    assert len(book.add(PASS_AND_RETURN[:1])) == 1
    assert book.add(PASS_AND_RETURN[1:2]) == []
    assert book.alerts[0].hits == 2
    assert book.alerts[0].best_frame == 1
