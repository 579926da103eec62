"""What has been tested."""

from lfr_eval.ui.selection import choose_run
from lfr_eval.ui.show import guarded, heading

heading("Overview", "What has been tested.")
with guarded():
    choose_run()
