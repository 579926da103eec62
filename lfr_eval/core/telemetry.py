"""Libraries that report to their makers, told not to before any of them is loaded."""

from __future__ import annotations

import os
import sys
import warnings

ONNXRUNTIME_SWITCH = "ORT_DISABLE_TELEMETRY"
"""Environment variable that onnxruntime reads once, when it is loaded; processes started from here inherit it."""
OPENVINO_REPORTER = "openvino_telemetry"
"""OpenVINO's model converter does without this package where it is missing."""
OFF = "1"


def switch_off() -> None:
    """Keep libraries from reporting, whatever the environment says.

    Whatever was loaded before has its switch behind it: it is told what it still hears, and the user is warned.
    """
    early = _loaded_early()
    os.environ[ONNXRUNTIME_SWITCH] = OFF
    sys.modules.setdefault(OPENVINO_REPORTER, None)  # type: ignore[arg-type]
    if "onnxruntime" in early:
        sys.modules["onnxruntime"].disable_telemetry_events()
    if early:
        warnings.warn(
            f"{' and '.join(early)} was loaded before lfr_eval, and may have reported to its maker, or still do so: "
            f"import lfr_eval first, or set {ONNXRUNTIME_SWITCH}={OFF}",
            RuntimeWarning,
            stacklevel=3,
        )


def _loaded_early() -> list[str]:
    """Libraries that were loaded while they were free to report."""
    early = []
    if "onnxruntime" in sys.modules and os.environ.get(ONNXRUNTIME_SWITCH) != OFF:
        early.append("onnxruntime")
    if sys.modules.get(OPENVINO_REPORTER) is not None:
        early.append("openvino")
    return early
