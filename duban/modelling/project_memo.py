"""What follows from a project alone, found out once a process."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from duban.modelling.project import Project

T = TypeVar("T")


class ProjectMemo(Generic[T]):
    """A value a project, of the project that was asked for last: a process seldom has another, and it may be large."""

    def __init__(self, find: Callable[[Project], T]) -> None:
        self._find = find
        self._known: tuple[weakref.ref[Project], T] | None = None

    def of(self, project: Project) -> T:
        """The value of this very project; a project that equals it is another."""
        if self._known is None or self._known[0]() is not project:
            self._known = weakref.ref(project), self._find(project)
        return self._known[1]
