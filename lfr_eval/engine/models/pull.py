"""Download a pack through InsightFace's own downloader: the one place in the engine that uses the network."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from lfr_eval.core.errors import ModelError
from lfr_eval.engine.models.files import locate, model_store
from lfr_eval.engine.models.packs import PACKS


def pull(name: str) -> Path:
    """Download a pack into InsightFace's model store and verify it.

    Returns:
        The folder that holds it.

    Raises:
        ModelError: If it is not a pack of InsightFace, cannot be downloaded, or is not what it should be.
    """
    if name not in PACKS or PACKS[name].distribution is not None:
        names = ", ".join(known for known, pack in PACKS.items() if pack.distribution is None)
        raise ModelError(f"model pack {name!r} cannot be pulled; those that can: {names}")
    from insightface.utils.storage import ensure_available

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            ensure_available("models", name, root=str(model_store().parent))
    except Exception as error:  # the downloader raises whatever requests, zipfile or the disk raise
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise ModelError(f"model pack {name!r} could not be downloaded ({reason}); is there internet?") from error
    locate(name)
    return model_store() / name
