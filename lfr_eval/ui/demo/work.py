"""The demo as a process of its own, so that pages stay quick: `python -m lfr_eval.ui.demo.work HOME`.

It says how far it is on stdout, one JSON object a line. Where nobody listens any more it ends as after Ctrl-C, and its
run is kept as stopped.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import LfrError
from lfr_eval.evaluate.demo.run import run_demo

STARTS = {"filming": 0.0, "watching": 0.15, "hiding faces": 0.9}
"""Where each step of the demo begins, as a share of all of it."""


def main() -> int:
    """Run the demo in the folder that is named; 0 done, 1 not."""
    try:
        run_demo(Path(sys.argv[1]), _progress)
    except LfrError as error:
        _say(error=" ".join(str(error).split()))
        return 1
    except KeyboardInterrupt:
        return 1
    _say(done=True)
    return 0


def _progress(done: float, total: float | None, note: str = "") -> None:
    begin = STARTS.get(note, 0.0)
    end = min([start for start in STARTS.values() if start > begin], default=1.0)
    _say(share=begin + (end - begin) * (done / total if total else 0.0), note=note)


def _say(**what: Any) -> None:
    try:
        print(json.dumps(what), flush=True)
    except OSError:
        raise KeyboardInterrupt from None


if __name__ == "__main__":
    sys.exit(main())
