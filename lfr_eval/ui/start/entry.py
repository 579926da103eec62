"""Entry of the front end where the package is installed without its checkout; see `lfr-eval app`."""

from lfr_eval.ui.navigation import navigate

navigate()
