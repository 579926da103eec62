"""One-to-one verification in plain words: the answer first, then what it rests on and what it cannot show."""

from __future__ import annotations

from typing import Any

from lfr_eval.core.phrases import count, percent, rate, share
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.everybody import AllPairs, AttributePairs
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.report.words import stated_rate

NAMED = 20
"""Most pairs that are named in a list; JSON names them all."""


def verify_lines(found: VerifyResult) -> list[str]:
    """What a verification says, as lines of plain text."""
    lines = _pair_lines(found.to_json()) if found.pairs else []
    lines += everybody_lines(found.all_pairs) if found.all_pairs else []
    return lines + [f"Note: {caveat}" for caveat in found.caveats]


def _pair_lines(stated: dict[str, Any]) -> list[str]:
    folds = stated["accuracy_folds"]
    mirrored = "with" if stated["protocol"]["mirrored"] else "without"
    lines = [
        f"{stated['set']}: {count(stated['pairs'], 'pair')} ({stated['mated']:,} mated) of {stated['images']:,} "
        f"photographs of {count(stated['subjects'], 'person', 'people')}, {mirrored} mirrored images.",
        f"Decided rightly   {stated_rate(stated['accuracy'], 'pairs')}",
        _folds_line(folds),
        *_published_lines(stated),
        f"Equal error rate  {percent(stated['eer'])} at threshold {stated['eer_threshold']:.3f}",
    ]
    lines += [_tmr_line(target, row) for target, row in stated["tmr_at_fmr"].items()]
    for row in stated["at"]:
        lines += [
            f"At threshold {row['threshold']:g}",
            f"  false matches      {stated_rate(row['fmr'], 'non-mated pairs that were compared')}",
            f"  false non-matches  {stated_rate(row['fnmr'], 'mated pairs that were compared')}",
            f"  with failures as rejections: FAR {_value(Rate.of(row['far']))}, FRR {_value(Rate.of(row['frr']))}",
        ]
    lines.append(f"No template       {stated_rate(stated['fta'], 'photographs')}")
    lines += _named("Pairs without both templates (errors above)", [one["pair"] for one in stated["excluded"]])
    low, high = stated["suspects"]["mated_below"], stated["suspects"]["non_mated_above"]
    lines += _named(f"Mated pairs below {low['score']} (may be labelled wrongly)", _scored(low))
    return lines + _named(f"Non-mated pairs above {high['score']} (may be labelled wrongly)", _scored(high))


def _folds_line(folds: dict[str, Any]) -> str:
    if folds["mean"] is None:
        return f"  one fold, decided at the system's own threshold {folds['folds'][0]['threshold']:g}"
    spread = f"mean of {len(folds['folds'])} folds {folds['mean']:.4f}, standard error {folds['se']:.4f}"
    return f"  {spread}; the threshold of each fold is chosen on the others"


def _published_lines(stated: dict[str, Any]) -> list[str]:
    published = stated["published"]
    if published is None:
        return []
    heading = f"  published for this recogniser: {published['accuracy']} ({published['source']}), which differs:"
    return [heading, *(f"    {difference}" for difference in published["differences"])]


def _tmr_line(target: str, row: dict[str, Any]) -> str:
    if not row["n"]:
        return f"TMR at FMR {target:<6} {row['support']}"
    found = stated_rate(row, "mated pairs")
    return f"TMR at FMR {target:<6} {found} at threshold {row['threshold']:.3f}; {row['support']}"


def everybody_lines(found: AllPairs) -> list[str]:
    """What comparing everybody with everybody shows."""
    lines = [
        f"Everybody against everybody: {count(found.images, 'photograph')} of "
        f"{count(found.subjects, 'person', 'people')}, {found.impostor_comparisons:,} comparisons of different "
        f"people and {found.genuine_comparisons:,} of the same person."
    ]
    for row in found.at:
        lines += [
            f"At threshold {row.threshold:g}",
            f"  false matches      {rate(row.fmr, 'comparisons of different people')}",
            f"  false non-matches  {rate(row.fnmr, 'comparisons of the same person')}",
        ]
    for part in found.by:
        lines += _group_lines(part)
    return lines


def _group_lines(part: AttributePairs) -> list[str]:
    by = " and ".join(part.label_sources) or "nobody"
    lines = [f"By {part.attribute} (labelled by {by})"]
    for group in part.groups:
        small = ", too small to judge" if group.too_small else ""
        who = "not recorded" if group.value is None else group.value
        lines.append(
            f"  {who}: {count(group.images, 'photograph')}, {count(group.subjects, 'person', 'people')}{small}"
        )
        for row in group.at:
            lines.append(
                f"    at {row.threshold:g} false matches among themselves {_value(row.fmr)}, among the others "
                f"{_value(row.fmr_of_rest)}: {_ratio(row.fmr_ratio_to_rest)}"
            )
    lines += [
        f"  {cell.probe} against {cell.reference} at {cell.threshold:g}: {rate(cell.fmr, 'comparisons')}"
        for cell in part.matrix
        if cell.probe != cell.reference
    ]
    return lines


def _ratio(effect: Effect) -> str:
    if effect.estimate is None:
        return "no ratio"
    if effect.low is None or effect.high is None:
        return f"ratio {effect.estimate:.3g} (too few people with a false match for an interval)"
    return f"ratio {effect.estimate:.3g} (95 % {effect.low:.3g} to {effect.high:.3g})"


def _value(found: Rate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "not measured"
    return f"{share(found.value)} (95 % {share(found.low)} to {share(found.high)})"


def _scored(found: dict[str, Any]) -> list[list[str]]:
    return [[*one["pair"], f"({one['score']:.3f})"] for one in found["pairs"]]


def _named(what: str, pairs: list[list[str]]) -> list[str]:
    if not pairs:
        return [f"{what}: none"]
    more = [f"  and {len(pairs) - NAMED} more (--json names all)"] if len(pairs) > NAMED else []
    return [f"{what}: {len(pairs)}", *(f"  {'  '.join(pair)}" for pair in pairs[:NAMED]), *more]
