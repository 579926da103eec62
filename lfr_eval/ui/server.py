"""Start the server of the front end."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ENTRY = Path(__file__).with_name("start") / "entry.py"
SETTINGS = Path(__file__).with_name("streamlit.toml")


def serve(port: int, *, open_browser: bool) -> None:
    """Serve the pages on this machine only, until Ctrl-C.

    Args:
        port: TCP port.
        open_browser: Open the first page.
    """
    from streamlit.web import bootstrap

    import lfr_eval.ui.held  # noqa: F401  (a second of imports, for which the first reader would wait)

    options = _flat(tomllib.loads(SETTINGS.read_text(encoding="utf-8")))
    options |= {"server_port": port, "server_headless": not open_browser}
    bootstrap.load_config_options(options)
    bootstrap.run(str(ENTRY), False, [], options)


def _flat(section: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings under the names that Streamlit's flags have: `theme_dark_textColor`."""
    flat: dict[str, Any] = {}
    for key, value in section.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}_")
        else:
            flat[prefix + key] = value
    return flat
