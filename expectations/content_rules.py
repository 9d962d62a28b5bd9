"""What gate 1 asks of the contents of a document: columns, numbers, title and rows are what they are said to be.

The figures are those of `staging.stg_content_profile`, which `staging.stg_landing_profile` carries; the bounds, and
what they were learnt from, stand in thresholds.csv.
"""

from __future__ import annotations

from collections.abc import Callable

from duban.modelling.data_tests import Words
from expectations.checks import Severity
from expectations.landing_rules import LandingRule, Profile
from expectations.offered_lines import fact_line, say_in_side_file
from expectations.thresholds import Bounds, read_thresholds

_OF_A_DOCUMENT = {bounds.measure: bounds for bounds in read_thresholds() if bounds.against == "document"}
_BETWEEN = "expect_column_values_to_be_between"
_FIELDS = {
    "leader": Words("领导", "leaders"),
    "unit": Words("责任单位", "units"),
    "deadline": Words("完成时限", "deadlines"),
    "status": Words("评价", "statuses"),
    "target_text": Words("目标", "targets"),
    "progress": Words("完成情况", "progress"),
}
_COMPARE = Words(
    "对照原文看列是否对调、错位，改用正确的版本；确是用语没见过，补进 sql/seeds/ 的用语表。",
    "Compare with the source: were columns swapped, did they slide? Use a version that is right. Where the wordings "
    "are only new, add them to the seeds in sql/seeds/.",
)


def _rule(
    name: str,
    measure: str,
    severity: Severity,
    title: Words,
    reason: Callable[[Profile], Words],
    remedy: Words,
    source_place: Callable[[Profile], str] = lambda profile: "",
) -> LandingRule:
    """A rule over a share: a quarantine at the measure's stopping bound, a warning at its other one."""
    threshold = _OF_A_DOCUMENT[measure]
    return LandingRule(
        name=name,
        title=title,
        severity=severity,
        why=threshold.reason,
        kind=_BETWEEN,
        settings=_settings(threshold.stop if severity == "quarantine" else threshold.warn),
        reason=reason,
        remedy=lambda profile: remedy,
        source_place=source_place,
    )


def _settings(bounds: Bounds) -> dict[str, object]:
    both = {"min_value": bounds.low, "max_value": bounds.high}
    return {name: value for name, value in both.items() if value is not None}


def _misplaced(profile: Profile) -> Words:
    """What looks like another field, and in which columns, of each column that does so in more than one text of ten."""
    zh, en = [], []
    for column in str(profile["misplaced_columns"] or "").split(" | "):
        field, other, count, of, text = column.split(" = ", 4)
        if int(count) * 10 > int(of):
            here, there = _FIELDS[field], _FIELDS[other]
            zh.append(f"「{here.zh}」列 {of} 格中 {count} 格像{there.zh}，如「{text}」")
            en.append(f"{count} of {of} texts under {here.en} look like {there.en}, such as '{text}'")
    return Words("；".join([*zh, "列可能对调或错位"]), "; ".join([*en, "the columns may be swapped or have slid"]))


def _unlike(profile: Profile) -> Words:
    """`leaders: 0 of 60 are recognised`, of each column of which less than the warning bound is."""
    low = _OF_A_DOCUMENT["fitting_share"].warn.low or 0
    zh, en = [], []
    for column in str(profile["unlike_columns"] or "").split(" | "):
        field, count, of, text = column.split(" = ", 3)
        if int(count) < low * int(of):
            here = _FIELDS[field]
            zh.append(f"「{here.zh}」列 {of} 格中只认出 {count} 格，如「{text}」")
            en.append(f"only {count} of {of} texts under {here.en} are recognised as such, not '{text}'")
    return Words("；".join(zh), "; ".join(en))


def _blank_targets(profile: Profile) -> Words:
    share = profile["target_filled_share"]
    return Words(f"只有 {share:.0%} 的行有目标文字", f"only {share:.0%} of its rows have the text of a target")


def _empty_column(profile: Profile) -> Words:
    share, field = profile["least_filled_share"], _FIELDS[str(profile["least_filled_field"])]
    return Words(
        f"「{field.zh}」列只有 {share:.0%} 的目标有字",
        f"the column of {field.en} has a text for {share:.0%} of the targets",
    )


def _torn(profile: Profile) -> Words:
    share, text = float(str(profile["torn_share"])), str(profile["torn_text"])[:20]
    return Words(
        f"比表头长或短的行里，{share:.0%} 有放不进任何一列的格，如「{text}」；合并的格没留下痕迹，分不清哪格属于哪列",
        f"of the rows longer or shorter than their header {share:.0%} hold a cell that fits no column, such as "
        f"'{text}'; what was merged left no trace, and which cell belongs where is not known",
    )


def _torn_place(profile: Profile) -> str:
    return str(profile["torn_source_place"] or "")


def _misplaced_place(profile: Profile) -> str:
    return str(profile["misplaced_source_place"] or "")


def _unlike_place(profile: Profile) -> str:
    return str(profile["unlike_source_place"] or "")


def _swapped(profile: Profile) -> Words:
    return Words(
        "目标列写的像完成情况，完成情况列写的像目标，两列可能对调",
        "its targets read like reports and its reports like targets: the two columns may be swapped",
    )


_REFILL = Words(
    "对照原文；列丢了就换一份版本，本来就空着就不必处理（待填的计划在附注文件里写 kind: plan）。",
    "Compare with the source. If the column was lost, use another version; if it is empty there too, nothing is to be "
    "done (of a plan that is still to be answered its side file may say `kind: plan`).",
)

CONTENT_RULES: tuple[LandingRule, ...] = (
    _rule(
        "columns_in_their_places",
        "misplaced_share",
        "quarantine",
        Words("没有一列装着别的列的内容", "no column holds what belongs under another header"),
        _misplaced,
        _COMPARE,
        _misplaced_place,
    ),
    _rule(
        "columns_hold_their_kind",
        "fitting_share",
        "quarantine",
        Words("至多一列认不出是什么", "at most one column holds what is not recognised"),
        _unlike,
        _COMPARE,
        _unlike_place,
    ),
    _rule(
        "rows_fit_their_columns",
        "torn_share",
        "quarantine",
        Words("行里的格都放得进表头的列", "the cells of its rows find their columns"),
        _torn,
        _COMPARE,
        _torn_place,
    ),
    _rule(
        "targets_not_blank",
        "target_filled_share",
        "quarantine",
        Words("目标列有文字", "the targets are printed"),
        _blank_targets,
        _COMPARE,
    ),
    _rule(
        "targets_are_promises",
        "swapped_tense",
        "quarantine",
        Words("目标与完成情况没有对调", "targets and progress are not swapped"),
        _swapped,
        _COMPARE,
    ),
    _rule(
        "columns_hold_nothing_else",
        "misplaced_share",
        "warn",
        Words("没有一列夹着许多别的列的内容", "no column holds much that belongs under another header"),
        _misplaced,
        _COMPARE,
        _misplaced_place,
    ),
    _rule(
        "every_column_holds_its_kind",
        "fitting_share",
        "warn",
        Words("每一列的内容都与表头相符", "every column holds what its header says"),
        _unlike,
        _COMPARE,
        _unlike_place,
    ),
    _rule(
        "every_row_has_a_target",
        "target_filled_share",
        "warn",
        Words("几乎每个序号都有目标文字", "nearly every number has the text of a target"),
        _blank_targets,
        _COMPARE,
    ),
    _rule(
        "columns_not_empty",
        "least_filled_share",
        "warn",
        Words("没有大半空着的列", "no column is empty for most targets"),
        _empty_column,
        _REFILL,
    ),
    LandingRule(
        name="nothing_hides_under_remarks",
        title=Words(
            "表里缺的列没有藏在备注下", "no column that the table lacks stands under a header that is not read"
        ),
        severity="warn",
        why=Words(
            "备注一类的列照印保存、不读取；里面全是单位而表里没有单位列，就少了一列。",
            "A column of remarks is kept as printed and not read. Full of units, in a table that has none, it is a "
            "column lost.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            f"表里没有{_FIELDS[str(p['unread_looks_like'])].zh}列，而「{p['unread_header_text']}」列装的像是它",
            f"it has no column of {_FIELDS[str(p['unread_looks_like'])].en}, and what stands under "
            f"'{p['unread_header_text']}' looks like them",
        ),
        remedy=lambda p: Words(
            "对照原文；若是，把这一列的表头改成它真正的名字。",
            "Compare with the source; if so, give the column the header that it should have.",
        ),
    ),
    _rule(
        "promises_and_reports_apart",
        "swapped_tense",
        "warn",
        Words("目标像目标，完成情况像完成情况", "targets read like targets and progress like progress"),
        _swapped,
        _COMPARE,
    ),
    _rule(
        "some_verdict_is_good",
        "behind_share",
        "warn",
        Words("不是项项都未完成", "not every verdict says no"),
        lambda p: Words(f"{p['behind_share']:.0%} 的评价是未完成", f"{p['behind_share']:.0%} of its verdicts say no"),
        Words("对照原文，看评价列是否填反。", "Compare with the source: were the verdicts turned round?"),
    ),
    LandingRule(
        name="numbers_are_numbers",
        title=Words("序号列只有序号", "the column of numbers holds numbers"),
        severity="warn",
        why=Words(
            "序号列里的别的字多半是合计、附注或另一张表的表头，却会被读成目标。",
            "Other words there are a total, a note or the header of another table, and would be read as targets.",
        ),
        kind=_BETWEEN,
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"{p['odd_number_count']} 行的序号不是序号，如「{p['first_odd_number']}」",
            f"{p['odd_number_count']} of its numbers are none, such as '{p['first_odd_number']}'",
        ),
        remedy=lambda p: Words(
            "打开这一处：若是另一张表的表头，就把那张表分开或教会它的表头；若是附注，不必处理。",
            "Look at the place: if it is the header of another table, part that table off or teach its header; if a "
            "note, nothing is to be done.",
        ),
        source_place=lambda p: str(p["first_odd_number_source_place"] or ""),
    ),
    _rule(
        "numbers_rise",
        "falling_number_share",
        "warn",
        Words("序号由小到大", "the numbers rise"),
        lambda p: Words(
            f"{p['falling_number_share']:.0%} 的序号比上一个小",
            f"{p['falling_number_share']:.0%} of its numbers are smaller than the one before",
        ),
        Words("对照原文的行序。", "Compare the order of the rows with the source."),
    ),
    LandingRule(
        name="numbers_not_missing",
        title=Words("没有漏印序号的目标", "no target lost its number"),
        severity="warn",
        why=Words(
            "丢了序号的目标会并进上一个目标。", "A target that lost its number is read as part of the one before it."
        ),
        kind=_BETWEEN,
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"缺 {p['missing_number_count']} 个序号（从 {p['first_missing_number']} 起），而那里印着没有序号的目标",
            f"{p['missing_number_count']} numbers are missing (from {p['first_missing_number']} on) where targets "
            "without a number stand",
        ),
        remedy=lambda p: Words(
            "对照原文补上序号，或换一份版本。", "Compare with the source and use a version that has the numbers."
        ),
    ),
    LandingRule(
        name="numbers_end_with_the_table",
        title=Words("表外没有接着编号的任务", "the numbers end where the table does"),
        severity="quarantine",
        why=Words(
            "表读到一半就断了，后面的任务会无声丢失。",
            "A table that was read half loses the rest of its targets in silence.",
        ),
        kind=_BETWEEN,
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"表后还有 {p['numbers_behind_count']} 段接着编号，从「{p['first_number_behind']}」起，没有读成行",
            f"{p['numbers_behind_count']} paragraphs behind the table go on with its numbers, from "
            f"'{p['first_number_behind']}' on, and were not read as rows",
        ),
        remedy=lambda p: Words(
            "看 duban inspect 从哪一行断开：换一份版式完整的版本，或把那一行改成与上面一样。",
            "See with duban inspect where the table breaks off: use a version whose layout is whole, or write the line "
            "as those above it are.",
        ),
        source_place=lambda p: str(p["first_number_behind_source_place"] or ""),
    ),
    _rule(
        "year_is_its_own",
        "repeated_share",
        "warn",
        Words("不是往年的表", "the rows are not those of an older year"),
        lambda p: Words(
            f"{p['repeated_share']:.0%} 的行与 {p['repeated_year']} 年的 {p['repeated_document_path']} 一字不差",
            f"{p['repeated_share']:.0%} of its rows are those of {p['repeated_document_path']} ({p['repeated_year']}), "
            "letter for letter",
        ),
        Words("核对是否放错了年份的文件。", "See whether the document of another year lies here."),
    ),
    LandingRule(
        name="title_names_the_year",
        title=Words("标题与说明文件的年度一致", "title and side file name the same year"),
        severity="warn",
        why=Words(
            "说明文件为准；填错一年，整张表就算到别的年份。", "The side file is believed; a slip moves the whole table."
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            f"标题写的是 {p['title_years']} 年，说明文件写的是 {p['report_year']} 年",
            f"its title says {p['title_years']}, its side file {p['report_year']}",
        ),
        remedy=lambda p: say_in_side_file(
            p["document_path"], fact_line("report_year", str(p["title_years"]).split(", ", maxsplit=1)[0])
        ),
    ),
    LandingRule(
        name="title_names_the_place",
        title=Words("标题与说明文件的地区一致", "title and side file name the same place"),
        severity="warn",
        why=Words(
            "说明文件为准；填错地区就张冠李戴。", "The side file is believed; a slip gives the table to another place."
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            f"标题写的是{p['title_jurisdiction_name']}，说明文件写的是{p['jurisdiction_name']}",
            f"its title says {p['title_jurisdiction_name']}, its side file {p['jurisdiction_name']}",
        ),
        remedy=lambda p: say_in_side_file(p["document_path"], fact_line("jurisdiction", p["title_jurisdiction_name"])),
    ),
)
