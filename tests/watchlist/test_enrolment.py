"""Every submission has an outcome, and none of them stops the others."""

from pathlib import Path

import numpy as np
import pytest

from lfr_eval.core.arrays import FloatArray
from lfr_eval.core.portrait import REASONS, Portrait
from lfr_eval.watchlist.enrol import enrol
from lfr_eval.watchlist.submissions import Submission, Submissions


def portrait(path: Path) -> Portrait:
    """A template from the length of the name, or the reason that the name gives."""
    reason = path.stem if path.stem in REASONS else None
    template = None if reason else np.array([3, 4], np.float32)
    return Portrait(template, reason, eye_px=40.0, quality=None if reason else 0.9, padded=False, other_faces=1)


def submit(*rows: tuple[str, str, str], problem: str | None = None) -> Submissions:
    return Submissions(tuple(Submission(e, p, Path(f"{name}.jpg"), problem=problem) for e, p, name in rows), {})


def test_templates_are_brought_to_length_one() -> None:
    found = enrol(submit(("e", "p", "x")), portrait)
    np.testing.assert_allclose(found.templates, [[0.6, 0.8]], rtol=1e-6)
    assert found.templates.dtype == np.float32
    assert found.entries[0].status == "enrolled"


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_kept_with_the_person(reason: str) -> None:
    found = enrol(submit(("1", "p", reason), ("2", "q", "x")), portrait)
    assert [(entry.status, entry.reason) for entry in found.entries] == [("failed", reason), ("enrolled", None)]
    assert found.counts.failed == {reason: 1}
    assert len(found.templates) == 1


def test_a_row_with_a_problem_never_reaches_the_engine() -> None:
    def refuse(path: Path) -> Portrait:
        raise AssertionError(path)

    found = enrol(submit(("e", "p", "x"), problem="duplicate id"), refuse)
    assert found.counts.failed == {"duplicate id": 1}


def test_counts_tell_persons_from_images() -> None:
    # p enrols one of two images, q none, a row without a person is an image only
    rows = submit(("1", "p", "x"), ("2", "p", "no face"), ("3", "q", "too small")).rows
    nobody = submit(("4", "", "x"), problem="empty id").rows
    counts = enrol(Submissions(rows + nobody, {"hidden": 2}), portrait).counts
    assert (counts.persons_submitted, counts.persons_enrolled) == (2, 1)
    assert (counts.images_submitted, counts.images_enrolled) == (4, 1)
    assert counts.failed == {"no face": 1, "too small": 1, "empty id": 1}
    assert counts.skipped == {"hidden": 2}


def test_no_one_enrolled_is_reported_not_raised() -> None:
    found = enrol(submit(("1", "p", "no face")), portrait)
    assert found.counts.persons_enrolled == 0
    assert found.templates.shape == (0, 0)


def test_progress_counts_up_to_the_total() -> None:
    told: list[tuple[float, float | None]] = []
    enrol(
        submit(("1", "p", "x"), ("2", "q", "no face")),
        portrait,
        lambda done, total, note="": told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("template", [[0, 0], [np.nan, 1]])
def test_a_template_without_direction_is_a_fault_of_the_engine(template: list[float]) -> None:
    made = Portrait(np.array(template, np.float32), None, 40.0, 0.9, False, 0)
    with pytest.raises(ValueError, match="template"):
        enrol(submit(("e", "p", "x")), lambda path: made)


@pytest.mark.parametrize(
    ("template", "reason"), [(None, None), (np.ones(2, np.float32), "no face"), (None, "shy"), (np.ones((1, 2)), None)]
)
def test_a_portrait_has_a_template_or_a_known_reason(template: FloatArray | None, reason: str | None) -> None:
    with pytest.raises(ValueError, match="expected"):
        Portrait(template, reason, None, None, False, 0)
