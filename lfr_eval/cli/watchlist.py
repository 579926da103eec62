"""`lfr-eval watchlist`: what a list is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lfr_eval.cli.output import Json, print_json, say, within_home

app = typer.Typer(help="Show what a watchlist is made of.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `show` a sub-command though it is the only one."""


@app.command("show")
def show(
    path: Annotated[Path, typer.Argument(help="The watchlist, for example watchlists/market-square.")],
    alike: Annotated[
        float | None,
        typer.Option(min=-1, max=1, help="Similarity from which photographs resemble each other; default: as alerts."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show who is on a list in numbers: people, images, categories, failures to enrol, reference quality, expiry.

    Notes say what speaks against its names: one photograph under two names, photographs under one name that do not
    resemble each other, names that look alike.
    """
    from dataclasses import asdict
    from datetime import UTC, datetime

    from lfr_eval.core.settings import Alerting
    from lfr_eval.report.list_words import doubt_lines, state_doubts
    from lfr_eval.watchlist.doubts import doubts_about
    from lfr_eval.watchlist.leftovers import sweep
    from lfr_eval.watchlist.makeup import summarise
    from lfr_eval.watchlist.store import read_watchlist

    sweep(within_home(path).parent)
    listed = read_watchlist(within_home(path))
    threshold = Alerting().threshold if alike is None else alike
    makeup = asdict(summarise(listed.entries, datetime.now(UTC)))
    counts, doubts = asdict(listed.counts), doubts_about(listed.entries, listed.templates, threshold)
    if as_json:
        header = listed.header
        models = header.models.model_dump()
        stated = {"name": header.name, "sealed": header.sealed, "models": models, **counts, "makeup": makeup}
        print_json(stated | {"doubts": state_doubts(doubts)})
        return
    say(f"{listed.header.name}: {counts['persons_enrolled']} of {counts['persons_submitted']} people enrolled with")
    say(f"  {counts['images_enrolled']} of {counts['images_submitted']} images, by {listed.header.models.pack}")
    for reason, entries in makeup["failed"].items():
        say(f"  not enrolled: {entries} ({reason})")
    for name, part in makeup["categories"].items():
        say(f"  category {name}: {part['persons']} people, {part['entries']} images")
    if makeup["eye_px"]:
        say("  eyes apart in references: " + ", ".join(f"{k} {v:.0f} px" for k, v in makeup["eye_px"].items()))
    say(f"  expired: {makeup['expired']}; never expiring: {makeup['never_expiring']}")
    for line in doubt_lines(doubts, threshold):
        say(f"  note: {line}")
    if not listed.header.sealed:
        say("  not sealed: whoever can read this folder can read its templates and photographs")
