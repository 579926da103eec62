"""What de-duplication leaves of hits (METHODOLOGY 2.5)."""

from __future__ import annotations

from dataclasses import dataclass

from lfr_eval.core.events import Alert, Hits


@dataclass(slots=True)
class _Window:
    """An alert that is still taking in hits; the position that it has among all alerts never changes."""

    alert: Alert
    position: int


class AlertBook:
    """De-duplicates hits as they come: a fixed window [first hit, first hit + W) per person.

    Deployment and zone, the other parts of the key, are settings of the whole watch, so one book serves one of each.
    """

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._open: dict[str, _Window] = {}
        self.alerts: list[Alert] = []
        """Every alert so far, by the time of its first hit."""

    def add(self, hits: Hits) -> list[Alert]:
        """Take in hits, ordered by time, and return the alerts that they newly raise."""
        before = len(self.alerts)
        for row in range(len(hits)):
            self._add(
                Alert(
                    track=int(hits.track[row]),
                    person=str(hits.person[row]),
                    entry=str(hits.entry[row]),
                    score=float(hits.score[row]),
                    first_hit_s=float(hits.pts_s[row]),
                    emitted_s=float(hits.emitted_s[row]),
                    best_frame=int(hits.frame[row]),
                    hits=1,
                )
            )
        return self.alerts[before:]

    def _add(self, hit: Alert) -> None:
        window = self._open.get(hit.person)
        if window is None or hit.first_hit_s >= window.alert.first_hit_s + self._window_s:
            self._open[hit.person] = _Window(hit, len(self.alerts))
            self.alerts.append(hit)
            return
        alert = window.alert
        best = hit if hit.score > alert.score else alert
        window.alert = Alert(
            track=alert.track,
            person=alert.person,
            entry=best.entry,
            score=best.score,
            first_hit_s=alert.first_hit_s,
            emitted_s=alert.emitted_s,
            best_frame=best.best_frame,
            hits=alert.hits + 1,
        )
        self.alerts[window.position] = window.alert


def alerts_of(hits: Hits, window_s: float) -> list[Alert]:
    """The alerts of a whole run, by exactly the rule that raised them while it ran."""
    book = AlertBook(window_s)
    book.add(hits)
    return book.alerts
