"""What every job is given: paths, a system, truth, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.home import Home
from lfr_eval.core.names import attributes
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.score.policy import Policy, read_policy
from lfr_eval.evaluate.score.score import Question
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.evaluate.system import load_engine, read_system

AnyPath = str | Path
Paths = AnyPath | Iterable[AnyPath]
Names = str | Sequence[str]
"""Attributes and intersections: ``"sex, sex*age"`` or ``("sex", "sex*age")``."""


@dataclass(frozen=True, slots=True)
class System:
    """A system under test: its settings, and its models, which are loaded when they are first needed."""

    settings: SystemSettings
    _loaded: dict[int | None, FaceEngine] = field(default_factory=dict, repr=False, compare=False)

    def engine(self, threads: int | None = None) -> FaceEngine:
        """Its models, loaded once for each number of threads; see `evaluate.system.load_engine`.

        Raises:
            ModelError: A file is missing, altered or does not load.
        """
        if threads not in self._loaded:
            self._loaded[threads] = load_engine(self.settings, threads)
        return self._loaded[threads]


@dataclass(frozen=True, slots=True)
class Truth:
    """Files that say who passed when."""

    passes: AnyPath
    """passes.csv; a boxes.csv beside it is used too."""
    subjects: Paths = ()
    """subjects.csv, one or several: who people are."""
    labels: AnyPath | None = None
    """labels.yaml: one scheme for the values of attributes."""
    allow_mixed: bool = False
    """Pool labels of different sources (flagged)."""

    def files(self) -> TruthFiles:
        """Where they are."""
        return TruthFiles(found(self.passes), all_found(self.subjects), found_if(self.labels), self.allow_mixed)


def load_system(file: AnyPath | None = None, threshold: float | None = None) -> System:
    """Read the settings of a system.

    Args:
        file: A `system.yaml`; None = all defaults.
        threshold: Takes the place of the threshold of the file, in [-1, 1].

    Raises:
        TableError: A key or value is not one that exists; names the key.
    """
    return System(read_system(found_if(file), threshold))


def system_of(system: System | AnyPath | None, threshold: float | None = None) -> System:
    """The system that is given, or that of a file at a threshold."""
    return system if isinstance(system, System) else load_system(system, threshold)


def question(
    threshold: float | None = None,
    by: Names = (),
    within: Names = (),
    policy: AnyPath | None = None,
    *,
    partial: bool = False,
    repeat_watch: bool = False,
) -> Question:
    """What is asked of runs and truth.

    Raises:
        InputError: Conditions are to be held fixed, but no groups are compared.
        TableError: The policy is not what it must be.
    """
    limits = policy_of(policy)
    asked = Question(threshold, attributes(by), attributes(within), limits, partial=partial, repeat_watch=repeat_watch)
    if asked.within and not (asked.by or (limits and limits.equivalence)):
        raise InputError("--within holds conditions fixed while groups are compared: give --by as well")
    return asked


def policy_of(file: AnyPath | None) -> Policy | None:
    """The limits of a file; None = no limits are given."""
    return read_policy(found(file)) if file else None


def truth_of(truth: Truth | AnyPath) -> TruthFiles:
    """Truth in full, also where only its passes are named."""
    return (truth if isinstance(truth, Truth) else Truth(truth)).files()


def found(path: AnyPath) -> Path:
    """A path from here, else from the home."""
    return Home.here().find(path)


def found_if(path: AnyPath | None) -> Path | None:
    """A path that may be left out."""
    return None if path is None else found(path)


def all_found(paths: Paths) -> tuple[Path, ...]:
    """One path or several."""
    return tuple(map(found, [paths] if isinstance(paths, str | Path) else paths))
