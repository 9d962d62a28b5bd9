"""Run a Python module that ends when its starter does: `python -m flows.server.child MODULE [ARGUMENTS]`.

Its standard input is a pipe that only the starter holds open, so that the pipe ends when the starter does, however that
ends: by SIGKILL too, of which no program can clean up after itself. Then SIGTERM asks the module to end, and GRACE
later it is ended.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 5.0  # seconds; a server whose only client is gone needs one


def _end_with_the_starter() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
