"""When things happened to a pass, and how its wait for recognition and for an alert ended (METHODOLOGY 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from lfr_eval.core.events import Pass
from lfr_eval.core.rates import Delay
from lfr_eval.metrics.incidence import Waits, summarise
from lfr_eval.metrics.records import PassRecord

_MICROSECOND = 6


def is_timely(first_hit_s: float | None, grace_s: float) -> bool:
    """Whether a recognition, in seconds from entry, came within the grace; to the microsecond. None is never."""
    return first_hit_s is not None and round(first_hit_s, _MICROSECOND) <= grace_s


def cut_off_s(row: Pass, watched_s: float) -> float | None:
    """Seconds from entry to the end of the footage, where the pass was still open then; None elsewhere."""
    return watched_s - row.t_enter_s if round(row.t_exit_s - watched_s, _MICROSECOND) > 0 else None


def earliest(moments_s: Iterable[float], since_s: float) -> float | None:
    """Seconds from a moment to the first of several; None where there are none."""
    first_s = min(moments_s, default=None)
    return None if first_s is None else first_s - since_s


def waits_for(mated: Sequence[PassRecord], seconds: Callable[[PassRecord], float | None]) -> Waits:
    """How long listed people waited for something from entry on, and how each wait ended.

    Without it, a pass that was open when the footage ended is cut off there; everybody else left. What happened within
    the collar before entry counts as 0 s.

    Args:
        mated: Passes of listed people.
        seconds: What of a pass is meant: when it happened, in seconds from entry, or None where it never did.
    """
    when = [seconds(record) for record in mated]
    cut_off = [at_s is None and record.cut_off_s is not None for at_s, record in zip(when, mated, strict=True)]
    lasted = [_lasted_s(at_s, record) for at_s, record in zip(when, mated, strict=True)]
    return Waits(
        seconds=np.maximum(np.array(lasted, float), 0.0),
        happened=np.array([at_s is not None for at_s in when], bool),
        cut_off=np.array(cut_off, bool),
        people=np.array([record.person for record in mated], object),
    )


def _lasted_s(at_s: float | None, record: PassRecord) -> float:
    if at_s is not None:
        return at_s
    return record.row.t_exit_s - record.row.t_enter_s if record.cut_off_s is None else record.cut_off_s


def waits_for_hit(mated: Sequence[PassRecord]) -> Waits:
    """Waits for the first correct hit, in the time of the film: without what computing took."""
    return waits_for(mated, lambda record: record.first_hit_s)


def waits_for_alert(mated: Sequence[PassRecord]) -> Waits:
    """Waits until the operator knows: see `PassRecord.told_s`.

    De-duplication silences a recognition while an alert on the same person stands. That is neither a wait that goes on
    nor somebody who left without an alert: where the standing alert is true the operator knows, from the moment of the
    recognition on. Where it is false or unconfirmed, nobody was told of this person, who then left without an alert.
    """
    return waits_for(mated, lambda record: record.told_s)


def hit_delay(mated: Sequence[PassRecord]) -> Delay:
    """Summary of the waits for the first correct hit."""
    return summarise(waits_for_hit(mated))


def alert_delay(mated: Sequence[PassRecord]) -> Delay:
    """Summary of the waits for an alert."""
    return summarise(waits_for_alert(mated))
