"""`lfr-eval models`: which model packs exist, and whether their files are here and intact."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lfr_eval.cli.output import Json, print_json, say

app = typer.Typer(help="Show, check and pull model packs.", no_args_is_help=True)


@app.command("list")
def list_packs(as_json: Json = False) -> None:
    """Show every known pack: files, sizes, digests, licence, and whether it is on this machine."""
    from lfr_eval.core.errors import ModelError
    from lfr_eval.engine.models.files import locate
    from lfr_eval.engine.models.packs import PACKS

    rows: list[dict[str, Any]] = []
    for name, pack in PACKS.items():
        try:
            rows.append({"state": "ready", **locate(name).to_json()})
        except ModelError as error:
            rows.append(
                {"state": str(error), "pack": name, "licence": pack.licence, "source": pack.source, "files": []}
            )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        ready = row["state"] == "ready"
        say(f"{row['pack']}: {'ready' if ready else 'not here'}")
        say(f"  licence  {row['licence']}\n  source   {row['source']}")
        for file in row["files"]:
            say(f"  {file['role']:<10} {file['path']}  {file['size_bytes'] / 1e6:.1f} MB  sha256 {file['sha256']}")


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="Name of a pack, or a folder with one detector and one recogniser.")],
    as_json: Json = False,
) -> None:
    """Verify the files of a pack and load both models; exit 2 with one line if anything is wrong."""
    from lfr_eval.engine.models.files import locate
    from lfr_eval.engine.models.insightface import InsightFaceEngine

    pack = locate(name)
    InsightFaceEngine(pack)
    if as_json:
        print_json(pack.to_json())
    else:
        say(f"{name}: both models are intact and load. Licence: {pack.licence}.")


@app.command("pull")
def pull(name: Annotated[str, typer.Argument(help="Name of an InsightFace pack, for example buffalo_l.")]) -> None:
    """Download a pack through InsightFace's own downloader. The only command about models that uses the network."""
    from lfr_eval.engine.models.pull import pull as download

    say(f"{name}: {download(name)}")
