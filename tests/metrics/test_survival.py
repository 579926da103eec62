import pytest

from lfr_eval.metrics.survival import Delay, kaplan_meier


@pytest.mark.parametrize(
    ("delays", "censored", "expected"),
    [
        # Nobody was there.
        ([], [], Delay(None, None, 0, 0)),
        # Everybody was recognised: plain order statistics.
        ([3.0, 1.0, 2.0, 4.0], [False] * 4, Delay(2.0, 4.0, 4, 0)),
        # A miss counts as longer than it was seen: S = 2/3 after 1, then 1/3 after 3.
        ([1.0, 2.0, 3.0, 4.0], [False, True, False, True], Delay(3.0, None, 4, 2)),
        # Nobody was recognised.
        ([5.0, 6.0], [True, True], Delay(None, None, 2, 2)),
    ],
)
def test_kaplan_meier(delays, censored, expected):
    assert kaplan_meier(delays, censored) == expected
