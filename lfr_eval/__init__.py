"""Find out how well, how fast and how fairly a live facial recognition (LFR) system works.

The rooms, floor by floor (imports run downward only):

* floor 0 ``core``: the words of the project: frozen types, errors, settings.
* floor 1 ``capture``, ``engine``, ``watchlist``, ``datasets``, ``record``, ``metrics``: they do not know each other.
* floor 2 ``evaluate``: where they meet.
* floor 3 ``report``: figures and words for readers.
* floor 4 ``cli``: one file per command.
"""

from importlib.metadata import version

from lfr_eval.core.telemetry import switch_off

switch_off()  # every way into this package comes through here, before any library of models is loaded
__version__ = version("lfr-eval")
