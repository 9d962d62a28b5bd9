"""Notify whoever is on duty: of a failure, a document newly in quarantine, the first success after a failure; and,
where that is asked for, of what changed with a night that published.

`watched` runs a reload and notifies; a notification never changes the reload's status. A channel that fails is a
warning in the log. A message says what happened, why, what to do, and which build people see meanwhile.
"""

from __future__ import annotations

import signal
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
    "stopped": "督办重载被中止，未发布 / duban: the reload was stopped, nothing was published",
    "quarantined": "督办有文件被隔离 / duban: documents in quarantine",
    "recovered": "督办已恢复正常 / duban: the reload succeeds again",
    "changed": "督办已更新 / duban: what changed",
}
ENDINGS = (Exception, KeyboardInterrupt, Stopped)  # ways in which a run ends without an outcome
LISTED = 50  # documents and reasons that one notification lists at most


@dataclass(frozen=True, slots=True)
class Notification:
    """One message. events: keys of SUBJECTS, the gravest first. fields: the same as JSON values."""

    events: tuple[str, ...]
    subject: str
    text: str
    fields: dict[str, Any]


def watched(
    settings: Settings, run: Callable[[], Outcome], warn: Warn, notifications: NotificationSettings | None = None
) -> Outcome:
    """Run a reload and notify of its outcome, which is returned with a warning for each channel that failed.

    What the run raises is sent, written into the log of runs where the run itself could not, and raised again.
    warn: takes one line for each channel that failed. notifications: the settings, where not those of the environment.
    """
    before = last_status(settings.runs_log)
    started = datetime.now(UTC)
    lines = line_count(settings.runs_log)
    try:
        with stopped_in_order():
            outcome = run()
    except (LockedError, SelectionError):
        raise  # the other writer reports its own run; a wrong selection is an error on the terminal, no failed run
    except ENDINGS as error:
        _notify_of_exception(
            settings, error, started, before, warn, notifications, is_logged=line_count(settings.runs_log) > lines
        )
        raise
    return outcome.with_warnings(notify(settings, outcome, before, warn, notifications))


def never_silent(settings: Settings, run: Callable[[], Outcome], warn: Warn) -> Outcome:
    """Run something that calls `watched` inside itself; where it fails before that, notify of it too."""
    before = last_status(settings.runs_log)
    started = datetime.now(UTC)
    lines = line_count(settings.runs_log)
    try:
        return run()
    except (LockedError, SelectionError):
        raise
    except ENDINGS as error:
        if line_count(settings.runs_log) == lines:
            _notify_of_exception(settings, error, started, before, warn, None, is_logged=False)
        raise


def _notify_of_exception(
    settings: Settings,
    error: BaseException,
    started: datetime,
    before: str | None,
    warn: Warn,
    notifications: NotificationSettings | None,
    *,
    is_logged: bool,
) -> None:
    ended = _outcome_of(error)
    if not is_logged:  # it ended before it could write its own line: the next success is one after a failure
        for line in log_run(settings, started, ended):
            warn(line)
    if not isinstance(error, KeyboardInterrupt):  # whoever stopped it by hand sits before it
        notify(settings, ended, before, warn, notifications)


def _outcome_of(error: BaseException) -> Outcome:
    """What a run came to that ended with an error, or by a signal."""
    if isinstance(error, (KeyboardInterrupt, Stopped)):
        by_hand = isinstance(error, KeyboardInterrupt)
        why = f"the reload was stopped {'by hand' if by_hand else 'by SIGTERM'} before its end"
        return Outcome("stopped", "", why=[why], signal_no=signal.SIGINT if by_hand else signal.SIGTERM)
    if isinstance(error, DubanError):
        status = "refused" if isinstance(error, ConfigurationError) else "failed"
        return Outcome(status, "", why=str(error).splitlines())
    # Why in full goes to the terminal; of an error that is not ours only the kind and the message.
    return Outcome("failed", "", why=[f"{type(error).__name__}: {error}"])


def notify(
    settings: Settings,
    outcome: Outcome,
    before: str | None,
    warn: Warn,
    notifications: NotificationSettings | None = None,
) -> list[str]:
    """Send one outcome to every channel that is set; returns one warning for each that failed. Never raises.

    before: the status of the run before this one (see `last_status`), None where there was none.
    """
    warnings: list[str] = []
    try:
        notifications = notifications or read_notification_settings()
        notification = compose(settings, outcome, before, on_change=notifications.on_change)
        if notification is not None:
            sent = _send(notifications, notification)
            warnings = [f"the {way} notification failed: {failure}" for way, failure in sent if failure]
    except ConfigurationError as error:
        warnings = [f"nobody was notified: {error.what}; {error.remedy}"]
    except Exception as error:  # the reload is done: nothing that happens here may turn it into a failure
        warnings = [f"nobody was notified: {type(error).__name__}"]
    for line in warnings:
        warn(line)
    return warnings


def compose(
    settings: Settings, outcome: Outcome, before: str | None, *, on_change: bool = False
) -> Notification | None:
    """The message for an outcome, or None where nobody needs one. on_change: whether a night that published is one."""
    new = [q for q in outcome.quarantined if q.is_new]
    events = []
    if outcome.status in ("failed", "refused"):
        events.append("failed")
    elif outcome.status == "stopped":
        events.append("stopped")
    elif outcome.status in ("published", "unchanged"):
        events += ["quarantined"] if new else []
        events += ["recovered"] if before in ("failed", "refused") else []
        events += ["changed"] if on_change and outcome.status == "published" else []
    if not events:
        return None

    why = [line.strip() for line in outcome.why if not line.strip().startswith("to do:")]
    to_do = [line.strip().removeprefix("to do:").strip() for line in outcome.why if line.strip().startswith("to do:")]
    if events[0] in ("failed", "stopped"):
        to_do += [f"read the gate report: {outcome.gate_report}"] if outcome.gate_report else []
        cause = "fix the cause given above, then run" if events[0] == "failed" else "run"
        to_do.append(f"{cause}: duban reload")
    to_do += [f"{q.path}: {q.remedy}" for q in new if q.remedy]
    if ("recovered" in events or "changed" in events) and not new:
        to_do.append("nothing 无需处理")
    stands = published_build(settings.published)
    standing = f"{stands.build_id}, finished {stands.finished_at:%Y-%m-%d %H:%M %Z}" if stands else "no build 尚无发布"
    reasons = why + [f"{q.path}: {q.reason}" + (f" ({q.source_place})" if q.source_place else "") for q in new]
    changes = [
        f"{word} {path}"
        for word, paths in (("added", outcome.added), ("changed", outcome.changed), ("removed", outcome.removed))
        for path in paths
    ]
    subject = f"{SUBJECTS[events[0]]} [{socket.gethostname()}]"
    lines = [SUBJECTS[event] for event in events]
    lines += ["", "结果 What happened", f"  {outcome.verdict()}"]
    lines += _part("变化 What changed", changes)
    lines += _part("提醒 Warnings", list(outcome.warnings))
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
        "added": list(outcome.added[:LISTED]),
        "changed": list(outcome.changed[:LISTED]),
        "removed": list(outcome.removed[:LISTED]),
        "warnings": list(outcome.warnings[:LISTED]),
        "why": reasons[:LISTED],
        "to_do": to_do[:LISTED],
        "quarantined": [
            {"path": q.path, "reason": q.reason, "source_place": q.source_place, "remedy": q.remedy}
            for q in new[:LISTED]
        ],
        "gate_report": outcome.gate_report,
        "published_build_id": stands.build_id if stands else None,
        "host": socket.gethostname(),
        "warehouse": str(settings.warehouse),
        "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    text = printable("\n".join(lines))
    return Notification(tuple(events), printable(subject), text, {**fields, "text": text})


def try_channels(settings: Settings, notifications: NotificationSettings) -> list[tuple[str, str]]:
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
    return _send(notifications, Notification(("test",), subject, text, fields))


def _send(notifications: NotificationSettings, notification: Notification) -> list[tuple[str, str]]:
    """Send in all ways at once; (way, what went wrong or "") of each. One that hangs is left behind."""
    # Reasons quote what models and libraries said; whatever that was, no secret of ours leaves the machine.
    fields = {name: _hidden(notifications, value) for name, value in notification.fields.items()}
    subject, text = notifications.hide_secrets(notification.subject), notifications.hide_secrets(notification.text)
    ways: dict[str, Callable[[], None]] = {}
    failures: dict[str, str] = {}

    def attempt(way: str, do: Callable[[], T]) -> T | None:
        try:
            return do()
        except Exception as error:
            what = f"{error.what}: {error.remedy}" if isinstance(error, ConfigurationError) else str(error)
            failures[way] = printable(notifications.hide_secrets(what or type(error).__name__))
            return None

    names = channel_names(notifications)
    # before the clock starts: loading apprise takes a second
    for way, url in zip(names, notifications.channels, strict=False):
        channel = attempt(way, partial(Channel, url, notifications.seconds))
        if channel is not None:
            ways[way] = partial(channel.send, subject, text, fields)
    if notifications.command:
        ways["command"] = partial(run_command, notifications.command, fields, notifications.seconds)

    threads = {way: threading.Thread(target=attempt, args=(way, send), daemon=True) for way, send in ways.items()}
    for thread in threads.values():
        thread.start()
    until = time.monotonic() + notifications.seconds + 2  # a little more than each gives itself
    for way, thread in threads.items():
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            failures.setdefault(way, f"no answer within {notifications.seconds:.0f} s")
    return [(way, failures.get(way, "")) for way in names]


def channel_names(notifications: NotificationSettings) -> list[str]:
    """What each way is called: its service, with a number where there are several, and "command" at the end."""
    services = [url.partition("://")[0].lower() for url in notifications.channels]
    names = [
        service if services.count(service) == 1 else f"{service} {services[: position + 1].count(service)}"
        for position, service in enumerate(services)
    ]
    return [*names, "command"] if notifications.command else names


def _hidden(notifications: NotificationSettings, value: Any) -> Any:
    if isinstance(value, str):
        return notifications.hide_secrets(value)
    if isinstance(value, dict):
        return {name: _hidden(notifications, held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(notifications, held) for held in value]
    return value


def _part(title: str, lines: list[str]) -> list[str]:
    listed = [f"  {line}" for line in lines[:LISTED]]
    listed += [f"  … {len(lines) - LISTED} more"] if len(lines) > LISTED else []
    return ["", title, *listed] if listed else []


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
