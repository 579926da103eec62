"""`lfr-eval doctor`: is everything here that the other commands need?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import typer

from lfr_eval.cli.output import Json, home, print_json

MISSING = 1
NEEDED = ("lfr_eval.evaluate.demo.run", "lfr_eval.report.demo", "lfr_eval.ui.views.live", "streamlit.web.bootstrap")
"""With these every library is loaded that commands and pages need."""


def doctor(as_json: Json = False) -> None:
    """Report versions, models, processors, threads, cameras and folders; exit 1 if something is missing."""
    from lfr_eval.core.absent import remedy
    from lfr_eval.core.errors import ModelError
    from lfr_eval.evaluate.environment import OPTIONAL, hardware, thread_variables, versions

    found: dict[str, Any] = {"versions": versions(), "hardware": hardware(), "thread_variables": thread_variables()}
    found |= dict.fromkeys(("threads", "models", "providers", "backends", "cameras"))
    found |= {"home": str(home().resolve())}
    missing = [
        f"package {name}" for name, number in found["versions"].items() if number is None and name not in OPTIONAL
    ]
    loading = [partial(_nothing_of, module) for module in NEEDED]
    asked: tuple[Callable[[], dict[str, Any]], ...] = (_models, _backends, _cameras, *loading)
    for ask in asked:
        try:
            found |= ask()
        except ModelError as error:
            missing.append(str(error))
        except ImportError as error:
            missing.append(remedy(error))
    found["missing"] = list(dict.fromkeys(missing))
    if as_json:
        print_json(found)
    else:
        _tell(found)
    if missing:
        raise typer.Exit(MISSING)


def _models() -> dict[str, Any]:
    from lfr_eval.engine.models.files import locate
    from lfr_eval.engine.models.insightface import InsightFaceEngine

    pack = locate("vectron")
    return {"threads": InsightFaceEngine(pack).threads, "models": pack.to_json()}


def _backends() -> dict[str, Any]:
    from lfr_eval.engine.models.backends import available_providers, backends

    states = {
        backend: reason.removeprefix(f"backend {backend} is ") if reason else "ready"
        for backend, reason in backends().items()
    }
    return {"providers": available_providers(), "backends": states}


def _cameras() -> dict[str, Any]:
    from lfr_eval.capture.camera import list_cameras

    return {"cameras": list_cameras()}


def _nothing_of(module: str) -> dict[str, Any]:
    import_module(module)
    return {}


def _tell(found: dict[str, Any]) -> None:
    machine = found["hardware"]
    memory = f", {machine['memory_bytes'] / 2**30:.0f} GiB" if machine["memory_bytes"] else ""
    print(f"machine    {machine['system']}, {machine['processor']}, {machine['cores']} cores{memory}")
    print("versions   " + ", ".join(f"{name} {number}" for name, number in found["versions"].items() if number))
    if found["models"]:
        print(f"models     {found['models']['pack']}: intact and loads; {found['models']['licence']}")
        print(f"threads    {found['threads']} for each model, by default")
    for number, (backend, state) in enumerate((found["backends"] or {}).items()):
        print(f"{'' if number else 'backends':<10} {backend}: {state}")
    print("variables  " + (", ".join(f"{k}={v}" for k, v in found["thread_variables"].items()) or "none set"))
    if found["cameras"] is not None:
        print("cameras    " + (", ".join(found["cameras"]) or "none found"))
    print(f"home       {found['home']} (LFR_EVAL_HOME)")
    print("missing    " + ("; ".join(found["missing"]) or "nothing"))
