"""What a build is made from, as one value: the same value means that a build would come out the same.

What is recorded in a build is what it was really made from. Documents, models and seeds may be edited while it is
made; so it is the fingerprints of the documents as they were landed, and of the SQL folder as it was read, that count,
and not those that were found at the start.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from duban import __version__
from duban.stamps import code_digest, made_from

# The code that a build is made by, each folder with its reason. Where any of it changes, the next reload builds again;
# where anything else does (a notification, a command, the Prefect flows, how a finished file is swapped in or two
# builds are compared), every row would come out as it was.
CODE_FOLDERS = {
    "duban/landing": "which cells are read of a document",
    "duban/modelling": "which rows the models make of them, and what is recorded of each model",
    "duban/sharding": "which rows a shard holds, and how shards are joined",
    "duban/pipeline": "the order of the steps, and what is recorded of a build",
    "expectations": "which documents are held back and what may be published, thresholds included",
}


# Taken when the process starts, because that is the code it runs, whatever is installed while it does.
CODE = code_digest(CODE_FOLDERS)


def inputs_fingerprint(documents: str, sql: str) -> str:
    """One value of everything that a build is made from: documents, models, seeds, expectations, code, engine.

    documents: of `duban.landing.discovery.documents_fingerprint`. sql: the digest of the SQL folder.
    """
    inputs = (documents, sql, __version__, sys.version_info[:2], CODE)
    return hashlib.sha256("\n".join(map(str, inputs)).encode()).hexdigest()


def judged_by(sql: str) -> str:
    """One value of all that documents are judged by: models, seeds, checks, thresholds, code, engine.

    A document that gate 2 set aside is tried again where it is another one. sql: the digest of the SQL folder.
    """
    return inputs_fingerprint("", sql)


def recorded_inputs(fingerprint: str) -> str:
    """What a build records as its inputs. Code that was installed in the middle of the run (Python reads some of it
    late) may have made part of the build: then it is no fingerprint, and the next reload builds again."""
    return fingerprint if code_digest(CODE_FOLDERS) == CODE else "the code changed while the build was made"


def stamped_inputs(sql: Path, raw: Path | None) -> str | None:
    """The same question asked of the file system alone, for a stamp; None where only reading the documents can say.

    raw: None where the documents lie in the database already.
    """
    return made_from(sql, raw, *CODE_FOLDERS)
