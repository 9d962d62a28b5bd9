"""What one reload came to, as a value, with its JSON and its lines for a terminal, a log or a Prefect artifact.

`duban.pipeline.assembling` makes it from what the steps returned; nothing changes it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from duban.counting import counted
from duban.publishing.candidate import day_of

if TYPE_CHECKING:
    from duban.comparing.readings import ReadAnew

LISTED = 20  # lines of one kind that a summary has at most
_NOTHING_CAME = {"failed": 1, "refused": 2, "stopped": 128}  # statuses without a build, and how the process ends
LOGGED = 200  # documents whose cells as_dict() lists at most; all are counted


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that is out of the build. `is_new`: it was not quarantined in the build before.

    kept_build_id: the build whose rows of the document stand in its place; '' where nothing of it is published.
    """

    path: str
    reason: str
    source_place: str
    remedy: str
    is_new: bool = True
    kept_build_id: str = ""

    def lines(self) -> list[str]:
        """What the summary says of it."""
        lines = [f"quarantined {self.path}: {self.reason}"]
        lines += [f"            where: {self.source_place}"] if self.source_place else []
        lines += [f"            to do: {line}" for line in self.remedy.splitlines()]
        lines += [f"            {kept_sentence(self.kept_build_id)}"] if self.kept_build_id else []
        return lines


def kept_sentence(build_id: str) -> str:
    """That rows of an earlier build stand."""
    return f"the rows published on {day_of(build_id)} stand (build {build_id})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of the reload.

    status: 'published', 'unchanged' (nothing to do), 'failed' (a gate or a model; nothing published), 'dry run',
    'stopped' (by a signal, whose number is signal_no), 'refused' (a folder or a setting that cannot be used).
    backfill: what was asked to be read again, '' for a plain reload; unsure: paths that were taken though their year or
    place is not known. read_again: (path, why) of documents read although their files are as they were; reread: what
    came of each (none in a dry run). passed_over: (path, reason).
    superseded: (path, the path of the newer edition that is current).
    reassigned: (path, source place, unit as printed, target before, target now) of rows of unchanged documents that
    came under another target, since what is learnt from one document helps another.
    documents, quarantined: what the published build holds and leaves out. why: one reason a line, where nothing
    came of the run.
    seconds: wall clock of each step, in order.
    """

    status: str
    build_id: str
    added: Sequence[str] = field(default_factory=list)
    changed: Sequence[str] = field(default_factory=list)
    removed: Sequence[str] = field(default_factory=list)
    backfill: str = ""
    unsure: Sequence[str] = field(default_factory=list)
    read_again: Sequence[tuple[str, str]] = field(default_factory=list)
    reread: Sequence[ReadAnew] = field(default_factory=list)
    passed_over: Sequence[tuple[str, str]] = field(default_factory=list)
    superseded: Sequence[tuple[str, str]] = field(default_factory=list)
    reassigned: Sequence[tuple[str, ...]] = field(default_factory=list)
    quarantined: Sequence[Quarantined] = field(default_factory=list)
    document_count: int = 0
    target_count: int = 0
    review_count: int = 0
    built: str = ""
    warnings: Sequence[str] = field(default_factory=list)
    why: Sequence[str] = field(default_factory=list)
    gate_report: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    signal_no: int = 0

    @property
    def exit_code(self) -> int:
        """0 published or nothing to do, 1 failed, 2 refused, 4 published with documents in quarantine, 128 and the
        signal's number where it was stopped."""
        if self.status in _NOTHING_CAME:
            return _NOTHING_CAME[self.status] + self.signal_no
        return 4 if self.status == "published" and self.quarantined else 0

    def with_warnings(self, lines: Iterable[str]) -> Outcome:
        """The same outcome with more warnings: of what went wrong after the run had ended."""
        return replace(self, warnings=[*self.warnings, *lines])

    def as_dict(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {
            "status": self.status,
            "build_id": self.build_id,
            "exit_code": self.exit_code,
            "documents": {
                "count": self.document_count,
                "added": self.added,
                "changed": self.changed,
                "removed": self.removed,
                "read_again": [{"path": path, "why": why} for path, why in self.read_again],
                "passed_over": [{"path": path, "reason": reason} for path, reason in self.passed_over],
                "superseded": [{"path": path, "by": newer} for path, newer in self.superseded],
                "quarantined": [
                    {
                        "path": q.path,
                        "reason": q.reason,
                        "source_place": q.source_place,
                        "remedy": q.remedy,
                        "is_new": q.is_new,
                        "kept_build_id": q.kept_build_id,
                    }
                    for q in self.quarantined
                ],
            },
            "backfill": self.backfill,
            "unsure": self.unsure,
            "reread": {
                "count": len(self.reread),
                "same_count": sum(one.is_same for one in self.reread),
                # A newer reader may read every document of a province otherwise, and this is a line of a log.
                "different": [one.as_dict() for one in self.reread if not one.is_same][:LOGGED],
            },
            "reassigned": [
                dict(zip(("path", "source_place", "unit_text", "from_target_no", "to_target_no"), row, strict=True))
                for row in self.reassigned
            ],
            "target_count": self.target_count,
            "review_count": self.review_count,
            "built": self.built,
            "warnings": self.warnings,
            "why": self.why,
            "gate_report": self.gate_report,
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
        }

    def lines(self) -> list[str]:
        """The summary that a person reads, plain text, the verdict last."""
        lines = self._reread_lines()
        for word, paths in (("added", self.added), ("changed", self.changed), ("removed", self.removed)):
            lines += [f"{word:11s} {path}" for path in paths[:LISTED]]
            if len(paths) > LISTED:
                lines.append(f"{word:11s} … and {len(paths) - LISTED} more")
        lines += [f"passed over {path}: {reason}" for path, reason in self.passed_over]
        lines += [f"edition     {path} stays queryable; {newer} is current" for path, newer in self.superseded]
        lines += [
            f"reassigned  {path}, {source_place}: {unit} {before or 'no target'} -> {now or 'no target'}"
            for path, source_place, unit, before, now in self.reassigned[:LISTED]
        ]
        if len(self.reassigned) > LISTED:
            lines.append(f"reassigned  … and {len(self.reassigned) - LISTED} more rows; `duban diff` lists them")
        for q in self.quarantined:
            lines += q.lines()
        lines += [f"warning     {text}" for text in self.warnings]
        lines += [f"failed      {text}" for text in self.why]
        if self.built:
            lines.append(f"models      {self.built}")
        if self.gate_report:
            lines.append(f"gates       {self.gate_report}")
        lines.append(self.verdict())
        return lines

    def _reread_lines(self) -> list[str]:
        """What was asked to be read again, and what came of all that was."""
        lines = []
        if self.backfill:
            lines.append(f"backfill    {self.backfill}: {counted(len(self.read_again), 'documents')} to read again")
        if self.unsure:
            shown = ", ".join(self.unsure[:3]) + (f" and {len(self.unsure) - 3} more" if len(self.unsure) > 3 else "")
            lines.append(f"            taken too, since their year or place is not known: {shown}")
        if self.status == "dry run":
            lines += [f"read again  {path}: {why}" for path, why in self.read_again[:LISTED]]
            lines += (
                [f"read again  … and {len(self.read_again) - LISTED} more"] if len(self.read_again) > LISTED else []
            )
        if self.reread:
            different = [one for one in self.reread if not one.is_same]
            same = len(self.reread) - len(different)
            lines.append(f"read again  {counted(len(self.reread), 'documents')}: {same} came out the same")
            lines += [f"            {one.path} ({one.why}): {one.sentence()}" for one in different[:LISTED]]
            lines += [f"            … and {len(different) - LISTED} more"] if len(different) > LISTED else []
        return lines

    def verdict(self) -> str:
        """One line."""
        held = (
            f"{counted(self.document_count, 'documents')}, {counted(self.target_count, 'targets')}, "
            f"{counted(self.review_count, 'rows')} to review"
        )
        aside = f", {counted(len(self.quarantined), 'documents')} in quarantine" if self.quarantined else ""
        if self.status == "published":
            return f"published build {self.build_id}: {held}{aside}, in {sum(self.seconds.values()):.1f} s"
        if self.status == "unchanged":
            return f"nothing changed, nothing built: build {self.build_id} stands ({held}{aside})"
        if self.status == "dry run":
            return "dry run: nothing was written"
        return "nothing was published; what was published before stands as it was"
