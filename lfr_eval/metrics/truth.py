"""What truth says about a pass: mated, non-mated, unknown or crowd; and who counts as one person."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from lfr_eval.core.errors import InputError
from lfr_eval.core.events import OnList, Pass, PassKind, TruthBoxes


class Status(StrEnum):
    """How a row of truth stands to the watchlist."""

    MATED = "mated"
    NON_MATED = "non_mated"
    UNKNOWN = "unknown"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Truth:
    """What an annotator asserts about one source."""

    passes: Sequence[Pass]
    boxes: TruthBoxes | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Who was on the watchlist while it was in force."""

    submitted: Set[str]
    """Persons as submitted, those who failed to enrol included."""
    failed_to_enrol: Set[str] = frozenset()
    """Persons of whom no image could be enrolled."""


def status_of(row: Pass, listed: Set[str]) -> Status:
    """Say how a row stands to the list.

    Args:
        row: A row of passes.csv.
        listed: Persons of the list as submitted, those who failed to enrol included.

    Raises:
        InputError: The row's `on_list` contradicts the list.

    Source: ISO/IEC 19795-1 (mated and non-mated transactions).
    """
    if row.kind is PassKind.UNLISTED_CROWD:
        return Status.CROWD
    if row.on_list is OnList.UNKNOWN:
        return Status.UNKNOWN
    mated = row.subject_id in listed
    if row.on_list is not None and (row.on_list is OnList.YES) != mated:
        raise InputError(
            f"pass {row.pass_id}: on_list is {row.on_list}, but {row.subject_id or 'nobody'} is "
            f"{'on' if mated else 'not on'} the watchlist; correct on_list or subject_id"
        )
    return Status.MATED if mated else Status.NON_MATED


def person_of(row: Pass) -> str:
    """The cluster that a pass belongs to: its subject, or a person of its own where no subject is named."""
    return row.subject_id or f"\0{row.source}\0{row.pass_id}"
