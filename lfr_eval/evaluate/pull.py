"""Download LFW for those who have the internet."""

from __future__ import annotations

import warnings
from pathlib import Path

from lfr_eval.core.errors import InputError, SourceError


def pull_lfw(name: str, folder: Path) -> Path:
    """Download LFW (funnelled, with its View 2 pairs) through scikit-learn's fetcher.

    Args:
        name: Must be ``lfw``.
        folder: Where `lfw_home` is made.

    Returns:
        The folder that holds it.

    Raises:
        InputError: If it is another data set.
        SourceError: If it cannot be downloaded.
    """
    if name != "lfw":
        raise InputError(f"data set {name!r} cannot be pulled, only lfw; the others have licences to accept first")
    from sklearn.datasets import fetch_lfw_pairs

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fetch_lfw_pairs(subset="10_folds", data_home=str(folder), funneled=True, resize=None, slice_=None)
    except Exception as error:  # whatever urllib, tarfile or the disk raise
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise SourceError(f"lfw could not be downloaded ({reason}); is there internet?") from error
    return folder / "lfw_home"
