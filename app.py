"""`streamlit run app.py` becomes `lfr-eval app`: only that forbids the browser other servers, and ends trials well."""

import os
import sys

from streamlit import config

port = str(config.get_option("server.port"))
os.closerange(3, 1024)  # the port above all
command = [sys.executable, "-m", "lfr_eval", "app", "--no-open", "--port", port]
os.execv(command[0], command)  # noqa: S606 (there is no shell)
