"""What a list is made of, as of a moment."""

from datetime import UTC, datetime

from lfr_eval.watchlist.enrol import Entry
from lfr_eval.watchlist.makeup import summarise

AT = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)


def entry(
    person: str,
    *,
    category: str | None = "wanted",
    expires_at: str | None = None,
    reason: str | None = None,
    eye_px: float | None = 50.0,
) -> Entry:
    return Entry(f"{person}/1", person, category, None, expires_at, None, reason, eye_px, 0.8, person == "tight", 0)


def test_each_kind_of_entry() -> None:
    found = summarise(
        [
            # Enrolled from a tight crop, in force until March
            entry("tight", category=None, eye_px=10.0, expires_at="2026-03-01"),
            # In force until February
            entry("ann", expires_at="2026-02-01T10:00"),
            # Expired the day before
            entry("old", expires_at="2025-12-31"),
            # Failed for its date: it has no end that could be told
            entry("bob", expires_at="soon", reason="bad date", eye_px=None),
            # The second image of a person, which failed
            entry("ann", reason="too small", eye_px=5.0),
        ],
        AT,
    )
    assert {name: (part.persons, part.entries, part.enrolled) for name, part in found.categories.items()} == {
        "not recorded": (1, 1, 1),
        "wanted": (3, 4, 2),
    }
    assert found.failed == {"bad date": 1, "too small": 1}
    assert found.eye_px == {"p5": 14.0, "p50": 50.0, "p95": 50.0}
    assert list(found.expiring.items()) == [("2026-02-01T10:00", 1), ("2026-03-01", 1)]
    assert (found.expired, found.never_expiring, found.padded) == (1, 2, 1)


def test_nobody() -> None:
    found = summarise([], AT)
    assert (found.categories, found.eye_px, found.expired, found.never_expiring) == ({}, None, 0, 0)
