"""What a plan asks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lfr_eval.core.errors import InputError
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.repeats import Repeats
from lfr_eval.metrics.verdicts import LIMITS, MARGINS

LEAST_LIMIT, MOST_EACH = 1e-9, 1000
"""Nobody can test whether a rate is rarer, and nobody walks by more often."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is expected to pass, and how a system does."""

    faces: int
    """People who pass, each once."""
    listed: tuple[int, ...]
    """How many of them are on the list; each number is answered for itself."""
    tpir: float
    fpir: float

    def require_sensible(self) -> None:
        """Refuse a share that is none, and more listed people than pass.

        Raises:
            InputError: Says which.
        """
        for name, share in (("TPIR", self.tpir), ("FPIR", self.fpir)):
            if not 0 <= share <= 1:
                raise InputError(f"{name}: expected a share in [0, 1], found {share:g}")
        if not all(0 <= listed <= self.faces for listed in self.listed):
            raise InputError(f"expected from 0 to {self.faces:,} listed people, found {max(self.listed):,}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What should be shown or seen."""

    limit: float
    """FPIR."""
    events: int = 0
    """False positives that may occur while it is shown."""
    ratio: float = 2.0
    """Of the FPIR of two groups, one of them at the limit."""
    power: float = 0.8
    passes_per_subject: float = 1.0
    correlation: float = 1.0
    """How alike the passes of one person are."""
    crowd: Crowd | None = None
    """None = nothing is asked about the share of alerts that are true."""
    tpir_limit: float = LIMITS[Metric.TPIR]
    true_tpir: float = 0.95
    """What it is guessed to be, for all groups."""
    margin_fpir: float = MARGINS[Metric.FPIR]
    margin_tpir: float = MARGINS[Metric.TPIR]
    groups: int = 2
    """Of each attribute."""
    attributes: int = 1
    """Declared."""

    @property
    def repeats(self) -> Repeats:
        """The passes of one person, a whole number of them; of a single one nothing is alike."""
        each = round(self.passes_per_subject)
        return Repeats() if each == 1 else Repeats(each, self.correlation)

    @property
    def other_tpir(self) -> float:
        """That of a group which differs from the others by twice the margin."""
        apart = 2 * self.margin_tpir
        return self.true_tpir - apart if self.true_tpir > apart else self.true_tpir + apart

    def require_sensible(self) -> None:
        """Refuse figures out of their range that no formula refuses.

        Raises:
            InputError: Says which.
        """
        figures = (
            self.limit,
            self.ratio,
            self.passes_per_subject,
            self.correlation,
            self.margin_fpir,
            self.margin_tpir,
        )
        if not all(math.isfinite(one) for one in figures):
            raise InputError("plan: expected finite figures, found one that is none")
        if not LEAST_LIMIT <= self.limit < 1:
            raise InputError(f"limit: expected a rate from {LEAST_LIMIT:g} to 1, found {self.limit:g}")
        if not 1 <= self.passes_per_subject <= MOST_EACH:
            raise InputError(
                f"passes of each volunteer: expected from 1 to {MOST_EACH:,}, found {self.passes_per_subject:g}"
            )
        if not 0 < self.tpir_limit < self.true_tpir < 1:
            raise InputError(
                "TPIR: expected a limit below the true rate that is guessed, both in (0, 1), found "
                f"{self.tpir_limit:g} and {self.true_tpir:g}"
            )
        if self.groups < 2 or self.attributes < 1:
            raise InputError(
                f"groups: expected at least 2, of at least 1 attribute, found {self.groups} of {self.attributes}"
            )
        if not 0 < self.power < 1:
            raise InputError(f"power: expected a share in (0, 1), found {self.power:g}")
        if self.crowd:
            self.crowd.require_sensible()
