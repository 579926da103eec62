"""`lfr-eval doctor`: is everything here that the other commands need?"""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from lfr_eval.cli.libraries import missing_library
from lfr_eval.cli.output import Json, home, print_json, say

MISSING = 1


def doctor(
    as_json: Json = False,
    sweep: Annotated[bool, typer.Option("--sweep", help="Delete what was left by processes that were killed.")] = False,
) -> None:
    """Report versions, models, processors, threads, cameras, folders and leftovers; exit 1 if something is missing.

    Leftovers are what processes that were killed had begun to write; they also go when the home is next used.
    """
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate import leftovers
    from lfr_eval.evaluate.watch.environment import OPTIONAL, hardware, thread_variables, versions

    found: dict[str, Any] = {"versions": versions(), "hardware": hardware(), "thread_variables": thread_variables()}
    missing = [
        f"package {name}" for name, number in found["versions"].items() if number is None and name not in OPTIONAL
    ]
    found |= {"providers": [], "backends": {}, "cameras": []}
    for look in (_models, _backends, _cameras):
        try:
            look(found, missing)
        except ImportError as error:
            missing.append(missing_library(error))
    missing = list(dict.fromkeys(missing))
    found["home"] = os.path.realpath(home())
    if sweep:
        leftovers.sweep(Home.here())
    found["leftovers"] = [Home.here().relative(path) for path in leftovers.leftovers(Home.here())]
    found["missing"] = missing
    if as_json:
        print_json(found)
    else:
        _tell(found)
    if missing:
        raise typer.Exit(MISSING)


def _models(found: dict[str, Any], missing: list[str]) -> None:
    from lfr_eval.core.cores import usable_cores
    from lfr_eval.core.errors import ModelError
    from lfr_eval.core.settings import Models
    from lfr_eval.engine.models.loading import check_pack

    try:
        found["models"] = check_pack(Models().pack).to_json()
        found["threads"] = usable_cores()
    except ModelError as error:
        missing.append(str(error))


def _backends(found: dict[str, Any], missing: list[str]) -> None:
    from lfr_eval.engine.models.backends import available_providers, backends

    found["providers"] = available_providers()
    found["backends"] = {
        backend: reason.removeprefix(f"backend {backend} is ") if reason else "ready"
        for backend, reason in backends().items()
    }


def _cameras(found: dict[str, Any], missing: list[str]) -> None:
    from lfr_eval.capture.camera import list_cameras

    found["cameras"] = list_cameras()


def _tell(found: dict[str, Any]) -> None:
    machine = found["hardware"]
    memory = f", {machine['memory_bytes'] / 2**30:.0f} GiB" if machine["memory_bytes"] else ""
    say(f"machine    {machine['system']}, {machine['processor']}, {machine['cores']} cores{memory}")
    say("versions   " + ", ".join(f"{name} {number}" for name, number in found["versions"].items() if number))
    if "models" in found:
        say(f"models     {found['models']['pack']}: intact and loads; {found['models']['licence']}")
    for number, (backend, state) in enumerate(found["backends"].items()):
        say(f"{'' if number else 'backends':<10} {backend}: {state}")
    say(f"threads    {found.get('threads', 0)} for each model, by default")
    say("variables  " + (", ".join(f"{k}={v}" for k, v in found["thread_variables"].items()) or "none set"))
    say("cameras    " + (", ".join(found["cameras"]) or "none found"))
    say(f"home       {found['home']} (LFR_EVAL_HOME)")
    say("left over  " + (", ".join(found["leftovers"]) or "nothing"))
    say("missing    " + ("; ".join(found["missing"]) or "nothing"))
