"""Great Expectations, imported at half its cost: 1.5 s of CPU a process, where it takes 2.9 s.

Its package imports a library of statistics and one of charts for a single expectation, which no check of ours uses, and
makes so many classes that Python's garbage collector looks through them again and again.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_SELDOM_USED = ("scipy.stats", "altair")


class _Deferred(ModuleType):
    """Stands in for a module until one of its names is asked for; then the module itself answers."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks after every module
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def great_expectations() -> ModuleType:
    """The package, imported when first called for."""
    if "great_expectations" in sys.modules:
        return sys.modules["great_expectations"]
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read while importing
    with _deferred(), _uncollected():
        import great_expectations as gx

        return gx


@contextmanager
def _deferred() -> Iterator[None]:
    """While something is imported, stand-ins for what is seldom used. Whoever imports that afterwards gets it."""
    stand_ins = {name: _Deferred(name) for name in _SELDOM_USED if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


@contextmanager
def _uncollected() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
