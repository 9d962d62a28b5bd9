"""`python -m workbench`: what `duban workbench` starts."""

from __future__ import annotations

from duban.commands.workbench import workbench

if __name__ == "__main__":
    workbench()
