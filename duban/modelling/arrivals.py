"""Which of the changed documents have no rows in a model yet, so that none need be looked for.

Finding the old rows of a document is a scan of the model's table, and for a document that has just arrived it finds
nothing; at two million rows those scans cost more than all else that a new document costs.

A local model makes the rows of a document from the rows of that document alone, so one that stood in none of its inputs
when the model was last built has no rows in it. For each input that is known from the changes it went through since,
the first of which says whether the document came or was there; and where no change names it, from the input as it is.
"""

from __future__ import annotations

from duban.modelling.delta import Delta
from duban.modelling.planning import Situation
from duban.modelling.project import Model, Project
from duban.modelling.records import Documents
from duban.modelling.sources import feed_of


def arrived(project: Project, situation: Situation, delta: Delta, model: Model, documents: Documents) -> Documents:
    """The documents that the table of a local model holds no row of. delta: after it has run the model for them."""
    record = situation.records.models[model.table]
    found = set(documents)
    for parent in model.parents:
        if parent not in project.bearing or not found:
            continue
        name = feed_of(parent) if parent.startswith("raw.") else parent
        steps = situation.records.steps(name, record.inputs[name], situation.version_of(project, name))
        if steps is None:
            return frozenset()
        unnamed = set(found)
        for change in steps:  # the oldest first
            found -= unnamed & (change.documents - change.arrived)
            unnamed -= change.documents
        if unnamed:
            found -= unnamed & delta.documents_in(parent)
    return frozenset(found)
