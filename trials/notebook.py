"""The notebook of examples/ in a real Jupyter kernel.

    python -m trials.notebook WAREHOUSE --python OTHER

WAREHOUSE is what `make example` built. OTHER is the Python of a virtual environment of its own with
`pip install nbclient ipykernel`; duban and what it needs are taken from this one. Prints what each cell shows; exits 1
where a cell fails.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

_PROJECT = Path(__file__).parents[1]
_SECONDS = 300
_RUN = """
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
print("nbclient", nbclient.__version__)
for cell in notebook.cells:
    for output in cell.get("outputs", []):
        print(sorted(output.get("data", {})), output.get("data", {}).get("text/plain", output.get("text", ""))[:400])
"""


def main() -> int:
    """Run the notebook with the other Python's kernel."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--python", required=True)
    given = parser.parse_args()
    packages = [str(_PROJECT), sysconfig.get_path("purelib")]
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(packages),
        "DUBAN_NOTEBOOK_WAREHOUSE": str(given.warehouse.resolve()),
    }
    words = [given.python, "-c", _RUN, str(_PROJECT / "examples" / "analysis.ipynb")]
    return subprocess.run(words, env=environ, timeout=_SECONDS, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
