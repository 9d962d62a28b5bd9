"""The pages: each a module with PATH, TITLE, `read` (what it shows, from the published file) and `show`."""

from __future__ import annotations

from types import ModuleType

from workbench.pages import overview, printed, target, years

PAGES: tuple[ModuleType, ...] = (overview, years, target, printed)
