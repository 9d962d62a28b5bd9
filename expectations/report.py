"""The report of the gates: one page for the person on duty, in Chinese and English, and the same as JSON.

The page holds all it needs: no script, no image, no font or style from elsewhere, and a policy that forbids a browser
to fetch any. Documents are hostile, so every text goes through `_text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from expectations.checks import Words
from expectations.results import CheckResult, FailingRow, GateReport

_STYLE = Path(__file__).with_name("report.css")

_GATES = {
    "landing": (
        Words("第一道关：逐份文件", "Gate 1: each document"),
        Words(
            "读入的文件逐份检查。不合格的文件隔离在外，其余照常入库。",
            "Every document that was read. One that fails is held back; the rest goes on.",
        ),
    ),
    "candidate": (
        Words("第二道关：整个新库", "Gate 2: the whole candidate"),
        Words(
            "新建的库整体检查。有一项拦截不过，就不发布，读者看到的仍是上一版。",
            "The whole new build. One blocking failure and nothing is published: readers keep the last build.",
        ),
    ),
}

_BADGES = {
    "broken": ("bad", Words("检查失灵", "broken check")),
    "block": ("bad", Words("拦截", "block")),
    "quarantine": ("care", Words("隔离", "quarantine")),
    "warn": ("care", Words("提醒", "warn")),
}

_SAID_BY_PLACE = ("place", "document_path", "document_id")

# Control characters, lone surrogates, and the marks that turn the direction of text: shown by number, never acted on.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write_report(reports: Sequence[GateReport], folder: Path, build_id: str) -> tuple[Path, Path]:
    """Write `gates-<build_id>.html` and `.json` into `folder` (made if missing); returns (page, json).

    Each file appears whole or not at all. OSError is the caller's to judge: a report that cannot be kept is a fault of
    the machine, not of the data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = "gates-" + re.sub(r"[^0-9A-Za-z._-]", "_", build_id)
    page, data = folder / f"{stem}.html", folder / f"{stem}.json"
    _write_whole(page, render_page(reports, build_id))
    _write_whole(data, render_json(reports, build_id))
    return page, data


def forget_reports(folder: Path, keep: int) -> None:
    """Take away all reports but the last `keep`, so that the folder does not grow for ever."""
    pages = sorted(folder.glob("gates-*.html"), key=lambda page: page.stat().st_mtime_ns, reverse=True)
    for page in pages[keep:]:
        page.unlink(missing_ok=True)
        page.with_suffix(".json").unlink(missing_ok=True)


def render_json(reports: Sequence[GateReport], build_id: str) -> str:
    """`{build_id, passed, gates: [{gate, passed, checks: [...]}]}`, indented, Chinese as it is."""
    content = {
        "build_id": build_id,
        "passed": all(report.passed for report in reports),
        "gates": [report.as_json() for report in reports],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def render_page(reports: Sequence[GateReport], build_id: str) -> str:
    """The page as one string of HTML."""
    body = [
        "<header><h1>入库检查报告<small>Gate report</small></h1>",
        f'<p class="build">构建 build {_text(build_id)}</p>',
        _verdict(reports),
        "</header>",
        # A gate that is shut comes first: at night nobody scrolls past what merely wants a look.
        *(_gate(report) for report in sorted(reports, key=lambda report: report.passed)),
        "<footer><p>拦截：不发布，保留上一版。隔离：该文件不入库，其余照常。提醒：照常发布，请人看一看。</p>"
        '<p lang="en">block: nothing is published, the last build stays. quarantine: the document is held back, '
        "the rest goes on. warn: published; a person should look.</p></footer>",
    ]
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>入库检查报告 {_text(build_id)}</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _verdict(reports: Sequence[GateReport]) -> str:
    blocking = sum(len(report.blocking) for report in reports)
    open_points = sum(len(report.warnings) for report in reports)
    checked = sum(len(report.checks) for report in reports)
    if blocking:
        kind = "bad"
        head = Words("未通过：这一版没有发布", "Failed: this build was not published")
        rest = Words(
            f"{checked} 项检查中 {blocking} 项拦截。读者看到的仍是上一版。",
            f"{blocking} of {checked} checks block. Readers keep the last build.",
        )
    elif open_points:
        kind = "care"
        head = Words("通过，有几处请人看一看", "Passed, with points to look at")
        rest = Words(
            f"{checked} 项检查，{open_points} 项提醒或隔离，没有拦截。",
            f"{checked} checks, {open_points} with a warning or a quarantined document, none blocks.",
        )
    else:
        kind = "good"
        head = Words("全部通过", "All passed")
        rest = Words(f"{checked} 项检查，项项成立。", f"{checked} checks, all hold.")
    return (
        f'<div class="verdict {kind}"><div class="pair"><div><b>{_text(head.zh)}</b>{_text(rest.zh)}</div>'
        f'<div lang="en"><b>{_text(head.en)}</b>{_text(rest.en)}</div></div></div>'
    )


def _gate(report: GateReport) -> str:
    title, purpose = _GATES.get(report.gate, (Words(report.gate, ""), Words("", "")))
    open_checks = [*report.blocking, *report.warnings]
    passed = [check for check in report.checks if check.passed]
    parts = [
        f'<section><h2>{_text(title.zh)}<small lang="en">{_text(title.en)}</small></h2>',
        f'<div class="purpose"><p>{_text(purpose.zh)}</p><p lang="en">{_text(purpose.en)}</p></div>',
        *(_open_check(check) for check in open_checks),
    ]
    if passed:
        parts.append(
            f"<details{'' if open_checks else ' open'}><summary>✓ {len(passed)} 项通过"
            f'<span class="en" lang="en">{len(passed)} checks hold</span></summary><table>'
            + "".join(_passed_check(check) for check in passed)
            + "</table></details>"
        )
    return "\n".join([*parts, "</section>"])


def _open_check(check: CheckResult) -> str:
    colour, word = _BADGES["broken" if check.is_broken else check.severity]
    return "\n".join(
        [
            f'<article class="check"><header><span class="badge {colour}">{_text(word.zh)} {_text(word.en)}</span>'
            f'<span class="name">{_text(check.name)}</span>'
            f'<div class="pair told"><p class="label">要求 rule</p><h3>{_text(check.title.zh)}</h3>'
            f'<h3 class="en" lang="en">{_text(check.title.en)}</h3></div></header>',
            _pair("结果 found", check.message, "found"),
            _pair("缘由 why", check.why),
            _pair("怎么办 to do", check.remedy),
            _rows_table(check),
            "</article>",
        ]
    )


def _pair(label: str, words: Words, kind: str = "") -> str:
    return (
        f'<div class="pair told"><p class="label">{label}</p><p class="{kind}">{_text(words.zh)}</p>'
        f'<p class="en {kind}" lang="en">{_text(words.en)}</p></div>'
    )


def _passed_check(check: CheckResult) -> str:
    return (
        f'<tr><td>{_text(check.title.zh)}</td><td class="en" lang="en">{_text(check.title.en)}</td>'
        f'<td class="count">{check.checked_count:,}</td></tr>'
    )


def _rows_table(check: CheckResult) -> str:
    rows = check.failing_rows
    if not rows:
        return ""
    has_places = any(failing.place for failing in rows)
    columns = _columns(rows, has_places)
    head = ("<th>出处 place</th>" if has_places else "") + "".join(f"<th>{_text(column)}</th>" for column in columns)
    lines = "".join(
        "<tr>"
        + (f"<td>{_text(failing.place)}</td>" if has_places else "")
        + "".join(_cell(failing.row.get(column)) for column in columns)
        + "</tr>"
        for failing in rows
    )
    table = f'<div class="rows"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    if check.failing_count > len(rows):
        left = check.failing_count - len(rows)
        table += f'<p class="more">另有 {left:,} 行未列出 · {left:,} more not shown</p>'
    return table


def _columns(rows: Iterable[FailingRow], has_places: bool) -> list[str]:
    """Every column of the rows in order, without those that the column of places says already."""
    columns = dict.fromkeys(column for failing in rows for column in failing.row)
    return [column for column in columns if not (has_places and column in _SAID_BY_PLACE)]


def _cell(value: str | None) -> str:
    return '<td class="null">NULL</td>' if value is None else f"<td>{_text(value)}</td>"


def _text(value: str) -> str:
    """A text as HTML that shows it and does nothing else."""
    return escape(_UNPRINTABLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", value))


def _write_whole(path: Path, content: str) -> None:
    """Write beside, then swap in: a reader of the folder never sees half a report."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(content, encoding="utf-8", errors="replace")
    beside.replace(path)
