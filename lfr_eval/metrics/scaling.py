"""How FPIR depends on the list, and precision on how many listed people pass (METHODOLOGY 2.1 and 2.2).

Everything here is modelled, not measured: it assumes independent comparisons, and is to be labelled so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from lfr_eval.core.arrays import IntArray, TextArray
from lfr_eval.metrics.bootstrap import Numbers

_ALIKE = 40.0
"""Logarithm of a shape of the gamma distribution at which all are alike; its negative, at which all hangs on one."""


def fpir_from_fmr(fmr: float, persons: float) -> float:
    """FPIR of a list of so many persons: 1 - (1 - FMR)^N, exact for tiny FMR too.

    Source: Daugman, "Probing the uniqueness and randomness of IrisCodes", Proc. IEEE 94 (2006) 1927-1935.
    """
    return mixed_fpir([fmr], [persons])


def fmr_from_fpir(fpir: float, persons: float) -> float:
    """The FMR per comparison that makes this FPIR on a list of so many persons; the inverse of `fpir_from_fmr`.

    Source: Daugman (2006).
    """
    _check_share("FPIR", fpir)
    return 1.0 if fpir == 1 else -math.expm1(math.log1p(-fpir) / persons)


def rescale_fpir(fpir: float, persons: float, to_persons: float) -> float:
    """What an FPIR measured on a list of `persons` becomes on a list of `to_persons`. Source: Daugman (2006)."""
    return fpir_from_fmr(fmr_from_fpir(fpir, persons), to_persons)


def mixed_fpir(fmr: Sequence[float], persons: Sequence[float]) -> float:
    """FPIR of one probe group on a mixed list: 1 - prod_g (1 - FMR_g)^N_g.

    Args:
        fmr: (g,) FMR of the probe group against each list group.
        persons: (g,) list persons of each group.

    Source: METHODOLOGY 2.2.
    """
    for one in fmr:
        _check_share("FMR", one)
    if any(one == 1 and n > 0 for one, n in zip(fmr, persons, strict=True)):
        return 1.0
    return -math.expm1(sum(n * math.log1p(-one) for one, n in zip(fmr, persons, strict=True) if n))


def clustered_fpir(named: float, named_here: float, fpir_here: float) -> float:
    """FPIR where a search names so many people on average, and some searches name many more than others.

    How unequal they are is that of the list at hand: people named are taken to be negative binomial there, with the
    mean and the share of none that were seen.

    Args:
        named: People whom a search names on average on the list that is asked for.
        named_here: The same on the list at hand.
        fpir_here: Share of searches that name anybody on the list at hand, above 0.

    Source: METHODOLOGY 2.7 (Transport); Fisher, Corbet and Williams, J. Anim. Ecol. 12 (1943) 42-58.
    """

    def too_many(log_shape: float) -> float:
        return _any_named(named_here, math.exp(log_shape)) - fpir_here

    if too_many(_ALIKE) <= 0:
        return -math.expm1(-named)
    return _any_named(named, math.exp(float(optimize.brentq(too_many, -_ALIKE, _ALIKE))))


def _any_named(mean: float, shape: float) -> float:
    return -math.expm1(-shape * math.log1p(mean / shape))


@dataclass(frozen=True, slots=True)
class CrossGroup:
    """Non-mated comparisons by probe group (rows) and list group (columns)."""

    probe_groups: tuple[str, ...]
    list_groups: tuple[str, ...]
    k: IntArray
    """(p, l) comparisons at or above the threshold."""
    n: IntArray
    """(p, l) comparisons."""
    persons: IntArray
    """(l,) people on the list."""
    fpir: Numbers
    """(p,) share of probes that are taken for anybody on the list."""

    def standardised_fpir(self, persons: int, mix: Mapping[str, float] | None = None) -> dict[str, float | None]:
        """FPIR of each probe group on a list of a declared mix, by default equal parts of every list group.

        Where fewer probes of a group are taken for anybody than independent comparisons would have it, some resemble
        many others; then it is `clustered_fpir`, else `mixed_fpir`.

        Returns:
            Modelled FPIR by probe group; None where it was never compared with a group that is on the list.

        Source: METHODOLOGY 2.3 and 2.7.
        """
        parts = dict.fromkeys(self.list_groups, 1.0) if mix is None else mix
        sizes = [persons * parts.get(group, 0.0) / sum(parts.values()) for group in self.list_groups]
        return {group: self._fpir(row, sizes) for row, group in enumerate(self.probe_groups)}

    def _fpir(self, row: int, sizes: Sequence[float]) -> float | None:
        compared = self.n[row] > 0
        if any(size and not known for size, known in zip(sizes, compared, strict=True)):
            return None
        fmr, here = self.k[row][compared] / self.n[row][compared], self.persons[compared]
        wanted = np.asarray(sizes)[compared]
        fpir, named = float(self.fpir[row]), float(fmr @ here)
        if 0 < fpir < -math.expm1(-named):
            return clustered_fpir(float(fmr @ wanted), named, fpir)
        return mixed_fpir(fmr.tolist(), wanted.tolist())


def cross_group(
    probe_group: TextArray, list_group: TextArray, match_probe: IntArray, match_person: IntArray
) -> CrossGroup:
    """Count false matches by group of the probe and group of the list person.

    Args:
        probe_group: (q,) group of each non-mated probe.
        list_group: (N,) group of each list person.
        match_probe: (m,) index of the probe of each comparison at or above the threshold.
        match_person: (m,) index of its list person.

    Source: METHODOLOGY 2.3 (cross-group FMR matrix).
    """
    probe_groups, probe_of = np.unique(probe_group, return_inverse=True)
    list_groups, person_of = np.unique(list_group, return_inverse=True)
    k = np.zeros((len(probe_groups), len(list_groups)), np.int64)
    np.add.at(k, (probe_of[match_probe], person_of[match_person]), 1)
    probes = np.bincount(probe_of, minlength=len(probe_groups))
    persons = np.bincount(person_of, minlength=len(list_groups))
    taken = np.bincount(probe_of[np.unique(match_probe)], minlength=len(probe_groups))
    n = np.outer(probes, persons)
    return CrossGroup(tuple(probe_groups.tolist()), tuple(list_groups.tolist()), k, n, persons, taken / probes)


def ppv(tpir: float, fpir: float, mated: float, non_mated: float) -> float | None:
    """Precision: true alerts / alerts, when so many listed and unlisted people pass; None where nobody would alert.

    Source: METHODOLOGY 2.1; National Research Council, Biometric Recognition (2010), appendix B.
    """
    true, false = tpir * mated, fpir * non_mated
    return true / (true + false) if true + false > 0 else None


def base_rate_curve(tpir: float, fpir: float, faces: int, mated: Sequence[int]) -> list[tuple[int, float | None]]:
    """Precision for each number of listed people among `faces` people who pass. Source: as `ppv`."""
    return [(listed, ppv(tpir, fpir, listed, faces - listed)) for listed in mated]


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name}: expected a share in [0, 1], got {value}")
