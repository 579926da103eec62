"""`lfr-eval app`: the front end in the browser."""

from __future__ import annotations

from typing import Annotated

import typer


def app(
    port: Annotated[int, typer.Option(help="TCP port on this machine.", min=1024, max=65535)] = 8501,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in the browser.")] = True,
) -> None:
    """Start the pages for reviews, evidence and live trials, on this machine only. Ctrl-C ends them."""
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.leftovers import sweep
    from lfr_eval.ui.server import serve

    sweep(Home.here())
    serve(port, open_browser=open_browser)
