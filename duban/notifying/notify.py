"""Telling whoever is on duty: after a failure, when a document is newly in quarantine, and when all is well again.

`watched` runs a reload and tells; the reload's outcome is never changed by it. A way of telling that does not work is a
warning on the log. What is told: what happened, why, what to do, and which build people see meanwhile.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from duban.errors import ConfigurationError, DubanError, LockedError
from duban.notifying.channels import Channel, run_command
from duban.notifying.settings import NotificationSettings, read_notification_settings
from duban.pipeline.backfill import SelectionError
from duban.pipeline.outcome import Outcome
from duban.pipeline.run_log import last_status, line_count, log_run
from duban.publishing.published_build import published_build
from duban.settings import Settings
from duban.stopping import Stopped, stopped_in_order
from duban.terminal import printable

Warn = Callable[[str], None]
T = TypeVar("T")

# What happened, in the order of how much it matters: the first one names the notification.
SUBJECTS = {
    "failed": "督办重载失败，未发布 / duban: the reload failed, nothing was published",
    "quarantined": "督办有文件被隔离 / duban: documents in quarantine",
    "recovered": "督办已恢复正常 / duban: the reload is well again",
}
ENDINGS = (Exception, KeyboardInterrupt, Stopped)  # ways in which a run ends without an outcome
LISTED = 50  # documents and reasons that one notification lists at most


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing to tell. events: keys of SUBJECTS, the gravest first. fields: the same as JSON values."""

    events: tuple[str, ...]
    subject: str
    text: str
    fields: dict[str, Any]


def watched(
    settings: Settings, run: Callable[[], Outcome], warn: Warn, told: NotificationSettings | None = None
) -> Outcome:
    """Run a reload and tell what there is to tell; returns its outcome with warnings of the telling added.

    What the run raises is told, written into the log of runs where the run itself could not, and raised again.
    warn: takes one line for each way that did not work. told: the settings, where not those of the environment.
    """
    before = last_status(settings.runs_log)
    started = datetime.now(UTC)
    lines = line_count(settings.runs_log)
    try:
        with stopped_in_order():
            outcome = run()
    except (LockedError, SelectionError):
        raise  # the other writer tells how its own run ended; who asks amiss reads it, and nothing failed in the night
    except ENDINGS as error:
        _tell_exception(settings, error, started, before, warn, told, is_logged=line_count(settings.runs_log) > lines)
        raise
    return outcome.with_warnings(notify(settings, outcome, before, warn, told))


def never_silent(settings: Settings, run: Callable[[], Outcome], warn: Warn) -> Outcome:
    """Run something that calls `watched` inside itself; where it fails without having come there, tell that too."""
    before = last_status(settings.runs_log)
    started = datetime.now(UTC)
    lines = line_count(settings.runs_log)
    try:
        return run()
    except (LockedError, SelectionError):
        raise
    except ENDINGS as error:
        if line_count(settings.runs_log) == lines:
            _tell_exception(settings, error, started, before, warn, None, is_logged=False)
        raise


def _tell_exception(
    settings: Settings,
    error: BaseException,
    started: datetime,
    before: str | None,
    warn: Warn,
    told: NotificationSettings | None,
    *,
    is_logged: bool,
) -> None:
    # Why in full goes to the terminal; of an error that is not ours only the kind and the message.
    why = [f"{type(error).__name__}: {error}"]
    if isinstance(error, DubanError):
        why = str(error).splitlines()
    elif isinstance(error, (KeyboardInterrupt, Stopped)):
        by_whom = "by hand" if isinstance(error, KeyboardInterrupt) else "by SIGTERM"
        why = [f"the reload was stopped {by_whom} before its end"]
    failure = Outcome("failed", "", why=why)
    if not is_logged:  # it ended before it could write its own line: the next success is one after a failure
        for line in log_run(settings, started, failure):
            warn(line)
    notify(settings, failure, before, warn, told)


def notify(
    settings: Settings,
    outcome: Outcome,
    before: str | None,
    warn: Warn,
    told: NotificationSettings | None = None,
) -> list[str]:
    """Tell one outcome in every way that is set; returns one warning for each way that did not work. Never raises.

    before: the status of the run before this one (see `last_status`), None where there was none.
    """
    warnings: list[str] = []
    try:
        told = told or read_notification_settings()
        notification = compose(settings, outcome, before)
        if notification is not None:
            sent = _send(told, notification)
            warnings = [f"the {way} notification failed: {failure}" for way, failure in sent if failure]
    except ConfigurationError as error:
        warnings = [f"nobody was notified: {error.what}; {error.remedy}"]
    except Exception as error:  # the reload is done: nothing that happens here may turn it into a failure
        warnings = [f"nobody was notified: {type(error).__name__}"]
    for line in warnings:
        warn(line)
    return warnings


def compose(settings: Settings, outcome: Outcome, before: str | None) -> Notification | None:
    """What to tell of an outcome, or None where there is nothing that anybody must hear."""
    new = [q for q in outcome.quarantined if q.is_new]
    events = []
    if outcome.status == "failed":
        events.append("failed")
    elif outcome.status in ("published", "unchanged"):
        events += ["quarantined"] if new else []
        events += ["recovered"] if before == "failed" else []
    if not events:
        return None

    why = [line.strip() for line in outcome.why if not line.strip().startswith("to do:")]
    to_do = [line.strip().removeprefix("to do:").strip() for line in outcome.why if line.strip().startswith("to do:")]
    if outcome.status == "failed":
        to_do += [f"read the gate report: {outcome.gate_report}"] if outcome.gate_report else []
        to_do.append("mend what is told above, then run: duban reload")
    to_do += [f"{q.path}: {q.remedy}" for q in new if q.remedy]
    if "recovered" in events and not new:
        to_do.append("nothing 无需处理")
    stands = published_build(settings.published)
    standing = f"{stands.build_id}, finished {stands.finished_at:%Y-%m-%d %H:%M %Z}" if stands else "no build 尚无发布"
    reasons = why + [f"{q.path}: {q.reason}" + (f" ({q.place})" if q.place else "") for q in new]
    subject = f"{SUBJECTS[events[0]]} [{socket.gethostname()}]"
    lines = [SUBJECTS[event] for event in events]
    lines += ["", "结果 What happened", f"  {outcome.verdict()}"]
    lines += _part("原因 Why", reasons)
    lines += _part("处理 What to do", to_do)
    lines += _part("现在可查的版本 What people see now", [standing, str(settings.published)])
    fields = {
        "event": events[0],
        "events": events,
        "subject": subject,
        "status": outcome.status,
        "exit_code": outcome.exit_code,
        "build_id": outcome.build_id,
        "what": outcome.verdict(),
        "why": reasons[:LISTED],
        "to_do": to_do[:LISTED],
        "quarantined": [
            {"path": q.path, "reason": q.reason, "place": q.place, "remedy": q.remedy} for q in new[:LISTED]
        ],
        "gate_report": outcome.gate_report,
        "published_build_id": stands.build_id if stands else None,
        "host": socket.gethostname(),
        "warehouse": str(settings.warehouse),
        "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    text = printable("\n".join(lines))
    return Notification(tuple(events), printable(subject), text, {**fields, "text": text})


def try_channels(settings: Settings, told: NotificationSettings) -> list[tuple[str, str]]:
    """Send a test to every way that is set; (way, what went wrong or "") of each. Raises nothing for what fails."""
    subject = f"督办通知测试 / duban: a test of the notifications [{socket.gethostname()}]"
    text = printable(f"{subject}\n\n收到即表示此渠道可用 this way works: {settings.warehouse}")
    fields = {
        "event": "test",
        "events": ["test"],
        "subject": subject,
        "text": text,
        "warehouse": str(settings.warehouse),
    }
    return _send(told, Notification(("test",), subject, text, fields))


def _send(told: NotificationSettings, notification: Notification) -> list[tuple[str, str]]:
    """Send in all ways at once; (way, what went wrong or "") of each. One that hangs is left behind."""
    # Reasons quote what models and libraries said; whatever that was, no secret of ours leaves the machine.
    fields = {name: _hidden(told, value) for name, value in notification.fields.items()}
    subject, text = told.hide_secrets(notification.subject), told.hide_secrets(notification.text)
    ways: dict[str, Callable[[], None]] = {}
    failures: dict[str, str] = {}

    def attempt(way: str, do: Callable[[], T]) -> T | None:
        try:
            return do()
        except Exception as error:
            what = f"{error.what}: {error.remedy}" if isinstance(error, ConfigurationError) else str(error)
            failures[way] = printable(told.hide_secrets(what or type(error).__name__))
            return None

    names = channel_names(told)
    for way, url in zip(names, told.channels, strict=False):  # before the clock starts: loading apprise takes a second
        channel = attempt(way, partial(Channel, url, told.seconds))
        if channel is not None:
            ways[way] = partial(channel.send, subject, text, fields)
    if told.command:
        ways["command"] = partial(run_command, told.command, fields, told.seconds)

    threads = {way: threading.Thread(target=attempt, args=(way, send), daemon=True) for way, send in ways.items()}
    for thread in threads.values():
        thread.start()
    until = time.monotonic() + told.seconds + 2  # a little more than each gives itself
    for way, thread in threads.items():
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            failures.setdefault(way, f"no answer within {told.seconds:.0f} s")
    return [(way, failures.get(way, "")) for way in names]


def channel_names(told: NotificationSettings) -> list[str]:
    """What each way is called: its service, with a number where there are several, and "command" at the end."""
    services = [url.partition("://")[0].lower() for url in told.channels]
    names = [
        service if services.count(service) == 1 else f"{service} {services[: place + 1].count(service)}"
        for place, service in enumerate(services)
    ]
    return [*names, "command"] if told.command else names


def _hidden(told: NotificationSettings, value: Any) -> Any:
    if isinstance(value, str):
        return told.hide_secrets(value)
    if isinstance(value, dict):
        return {name: _hidden(told, held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(told, held) for held in value]
    return value


def _part(title: str, lines: list[str]) -> list[str]:
    shown = [f"  {line}" for line in lines[:LISTED]]
    shown += [f"  … {len(lines) - LISTED} more"] if len(lines) > LISTED else []
    return ["", title, *shown] if shown else []


__all__ = [
    "SUBJECTS",
    "Notification",
    "channel_names",
    "compose",
    "last_status",
    "never_silent",
    "notify",
    "try_channels",
    "watched",
]
