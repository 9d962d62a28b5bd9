"""What every landed document must show, as rules over its profile (`staging.stg_landing_profile`, one row a document).

A rule judges the column of its name of sql/expectations/landing_values.sql. Where that is NULL there is nothing to
judge: a document without tables is reported for having none, and not also because the tables lack a header.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.counting import counted
from duban.landing.readers.copied_tables.lost_cells import CELLS_OF_A_TABLE
from duban.modelling.data_tests import Words
from duban.placeholders import placeholder
from expectations.checks import Expectation, Severity
from expectations.offered_lines import SYNONYMS, fact_line, say_in_side_file, synonym_lines, wordings_and_fields
from expectations.thresholds import read_thresholds

Profile = Mapping[str, Any]  # a row of staging.stg_landing_profile

LONGEST_TEXT = 100_000  # characters of one cell; the longest printed progress text seen has some 3,000
WIDEST_HEADER = 200  # columns; the widest published table seen has 19
_OF_A_DOCUMENT = {bounds.measure: bounds for bounds in read_thresholds() if bounds.against == "document"}
DAMAGE = _OF_A_DOCUMENT["damaged_cell_share"]
NUMBERS, NAMES, ALL_NAMES = (
    _OF_A_DOCUMENT[measure] for measure in ("numbers_in_a_cell", "names_in_a_cell", "names_in_a_document")
)
CERTAIN = 0.85  # a place or year below this is published with a warning; sql/staging takes none below 0.6
YEARS = (1978, 2100)  # before the reforms no such tables were published


@dataclass(frozen=True)
class LandingRule:
    """One thing that a landed document must show.

    name: also the column of sql/expectations/landing_values.sql that is judged.
    reason, remedy, source_place: made from the profile's row when it fails.
    """

    name: str
    title: Words
    severity: Severity
    why: Words
    kind: str
    settings: Mapping[str, object]
    reason: Callable[[Profile], Words]
    remedy: Callable[[Profile], Words]
    source_place: Callable[[Profile], str] = lambda profile: ""
    skips_null: bool = True
    is_final: bool = False  # nothing else can be said of a document that fails it

    @property
    def expectation(self) -> Expectation:
        return Expectation(self.kind, self.settings, self.skips_null)


_SPLIT = Words(
    "打开这一格：多半是整张表挤进了一格，换一份保留了表格结构的版本。",
    "Look at that cell: a whole table slid into it, most likely. Use a version that kept its table.",
)

_CELLS_LOST = Words(
    "这是表格，复制时单元格散开了，空格子没有留下痕迹：换成网页本身（.html）或其附件（.docx、.xlsx、.pdf），"
    "那里单元格还在；否则移出 raw/。",
    "It is a table whose cells came apart when it was copied, and nothing shows which were blank. Save the "
    "page itself (.html) or its annex (.docx, .xlsx, .pdf), which keep them; else take it out of raw/.",
)


def _teach(profile: Profile) -> Words:
    suggestions = profile["likely_header_fields"] or profile["unknown_header_fields"]
    if not suggestions:
        return Words(
            "这份文件没有可认的表头：换一份带表头的版本，或把它移出 raw/。",
            "It has no header to recognise: use a version that has one, or take it out of raw/.",
        )
    lines = synonym_lines(suggestions, profile["document_path"])
    return Words(
        f"若这是目标表，在 {SYNONYMS} 里加上下面的行，字段名按含义改；若不是，把文件移出 raw/。\n{lines}",
        f"If it is a table of targets, add these lines to {SYNONYMS}, each with the field it means; if not, take the "
        f"document out of raw/.\n{lines}",
    )


def _with_note(words: str, *, profile: Profile) -> str:
    """A reason with what the list reader says of the text."""
    note = profile["reading_note"]
    return words if _is_null(note) else f"{words} ({note})"


def _is_plain_list(profile: Profile) -> bool:
    """Whether it is a list that prints no units and nothing but a word of its kind is missing."""
    return not _is_null(profile["reading_note"]) and profile["required_fields_missing"] != "target_text"


def _list_remedy(profile: Profile) -> Words:
    """A word on its kind, where that would do: not for a table of which the copy left no columns."""
    return _CELLS_LOST if CELLS_OF_A_TABLE in profile["reading_note"] else _say(profile, fact_line("kind", "plan"))


def _say(profile: Profile, line: str) -> Words:
    return say_in_side_file(profile["document_path"], line)


def _place_unknown(profile: Profile) -> Words:
    """Why no place was taken: two that contradict one another, several of one name, or none."""
    candidates = profile["jurisdiction_candidates"]
    if _is_null(candidates):
        return Words(
            "标题、落款、网址与说明文件都没有写是哪个政府",
            "neither its title, its issuer, its address nor a side file says whose table it is",
        )
    seen = f"{profile['jurisdiction_method']}: {profile['jurisdiction_evidence']}"
    among = "any of " if "," in str(candidates) else ""
    return Words(f"地区可能是：{candidates}（{seen}）", f"its place may be {among}{candidates} ({seen})")


def _year_unknown(profile: Profile) -> Words:
    """Why no year was taken, with the one that something weak names."""
    candidate = profile["year_candidate"]
    if _is_null(candidate):
        return Words(
            "标题、日期、正文与说明文件都没有写年度",
            "neither its title, its date, its text nor a side file says which year it is for",
        )
    seen = f"{profile['year_method']}: {profile['year_evidence']}"
    return Words(
        f"年度可能是 {int(candidate)}，依据不足（{seen}）",
        f"its year may be {int(candidate)}, on too weak evidence ({seen})",
    )


def _year_line(profile: Profile) -> str:
    candidate = profile["year_candidate"]
    return fact_line("report_year", None if _is_null(candidate) else int(candidate))


def _place_line(profile: Profile) -> str:
    candidates = profile["jurisdiction_candidates"]
    names = [] if _is_null(candidates) else str(candidates).split(", ")
    return fact_line(
        "jurisdiction", placeholder(f"one of {'; '.join(names)}") if len(names) > 1 else next(iter(names), None)
    )


def _inferred(profile: Profile, question: str) -> Words:
    """What was inferred of a published document, from what, how surely, and what weaker evidence says.

    question: jurisdiction or year.
    """
    answer = profile["jurisdiction_name"] if question == "jurisdiction" else int(profile["report_year"])
    method, share, seen = (profile[f"{question}_{part}"] for part in ("method", "confidence", "evidence"))
    named = profile["jurisdictions_also_named"] if question == "jurisdiction" else None
    also = "" if _is_null(named) else f"; {named}"
    return Words(
        f"{answer} 是推断的，把握 {share:.0%}（{method}: {seen}{also}）",
        f"{answer} is inferred, {share:.0%} sure ({method}: {seen}{also})",
    )


def _unknown_header_place(profile: Profile) -> str:
    source_place, table, column = (
        profile[f"unknown_header_{part}"] for part in ("source_place", "table_no", "column_no")
    )
    if not source_place:
        return ""
    # A place of a format without lines or sheets is a table, a row and a column already.
    is_whole = not (table and column) or str(source_place).startswith("table ")
    return str(source_place) if is_whole else f"{source_place}, table {table}, column {column}"


def _damage(profile: Profile) -> Words:
    count, text = profile["damaged_cell_count"], profile["first_damaged_text"]
    return Words(f"{count} 格有残损字符，如「{text}」", f"{count} of its cells lost characters, such as '{text}'")


QUARANTINE_RULES: tuple[LandingRule, ...] = (
    LandingRule(
        name="has_cells",
        title=Words("文件里有印字的表格", "the document holds a table with something printed in it"),
        severity="quarantine",
        why=Words(
            "读不出一个字的文件多半是空文件、扫描图或格式读错了。",
            "A document without a printed word is empty, a scan, or read as the wrong format.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"min_value": 1},
        reason=lambda p: (
            Words("表格都是空的", "its tables hold no text")
            if p["table_count"]
            else Words(_with_note("没有表格", profile=p), _with_note("it holds no table", profile=p))
        ),
        remedy=lambda p: (
            Words(
                "换一份带文字表格的版本（扫描件先做文字识别），或把它移出 raw/。",
                "Use a version with its tables as text (recognise a scan's text first), or take it out of raw/.",
            )
            if _is_null(p["reading_note"])
            else _CELLS_LOST
            if CELLS_OF_A_TABLE in p["reading_note"]
            else Words(
                "这是正文：清单多在附件里，保存附件（.docx、.xlsx、.pdf）来用；若正文就是清单，每项编号 1. 2. 3.，"
                "或在项末写（责任单位：…）；否则移出 raw/。",
                "It is running text. Its list is often in an annex: save that (.docx, .xlsx, .pdf). If the text is the "
                "list, number each item 1. 2. 3. or end it with (责任单位:…); else take it out of raw/.",
            )
        ),
        is_final=True,
    ),
    LandingRule(
        name="has_header",
        title=Words("认出了表头", "a header row was recognised"),
        severity="quarantine",
        why=Words("没有表头就不知道哪一列是什么。", "Without a header nobody knows what a column holds."),
        kind="expect_column_values_to_be_between",
        settings={"min_value": 1},
        reason=lambda p: (
            Words(
                "表里是向别的政府提的诉求，不是目标",
                "its tables hold what is asked of another government, and no targets",
            )
            if p["wish_table_count"]
            else Words(
                "没有认出表头" + (f"，最像表头的一行是：{p['likely_header_line']}" if p["likely_header_line"] else ""),
                "no header row that is known"
                + (f"; the row most like one reads: {p['likely_header_line']}" if p["likely_header_line"] else ""),
            )
        ),
        remedy=lambda p: (
            Words("把文件移出 raw/。", "Take the document out of raw/.") if p["wish_table_count"] else _teach(p)
        ),
        source_place=_unknown_header_place,
        is_final=True,
    ),
    LandingRule(
        name="has_required_columns",
        title=Words(
            "有目标列，也有责任单位、领导或完成情况列",
            "there is a column of targets, and one of units, leaders or progress",
        ),
        severity="quarantine",
        why=Words(
            "缺了这些列，就不是责任目标表，或有一列没有认出来。",
            "Without them it is not a table of targets, or a column was not recognised.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            _with_note(f"缺少的列：{p['required_fields_missing']}", profile=p),
            _with_note(f"no column for: {p['required_fields_missing']}", profile=p),
        ),
        remedy=lambda p: _list_remedy(p) if _is_plain_list(p) else _teach(p),
        source_place=_unknown_header_place,
    ),
    LandingRule(
        name="header_wordings_known",
        title=Words("该有的列都认出了表头", "no column that the table lacks hides under an unknown header"),
        severity="quarantine",
        why=Words(
            "看上去是单位、时限或评价的列，表头不认得，表里又没有别的这种列，就会悄悄少掉一列。",
            "A column that looks like units, deadlines or verdicts, under an unknown wording in a table that has no "
            "other of that kind, would be lost without anybody noticing.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"{p['unknown_header_count']} 列的表头不认得：{_wordings(p)}",
            f"{counted(p['unknown_header_count'], 'headers', 'are')} unknown: {_wordings(p)}",
        ),
        remedy=lambda p: Words(
            f"在 {SYNONYMS} 里加上下面的行（other 表示照印保存、不读取；若有含义，换成该字段名）。\n"
            f"{synonym_lines(p['unknown_header_fields'], p['document_path'])}",
            f"Add these lines to {SYNONYMS} ('other' keeps the column as printed and reads nothing from it; else write "
            f"the field that it means).\n{synonym_lines(p['unknown_header_fields'], p['document_path'])}",
        ),
        source_place=_unknown_header_place,
    ),
    LandingRule(
        name="columns_are_unambiguous",
        title=Words("同一张表里没有两列同名", "no two columns of one table have the same header"),
        severity="quarantine",
        why=Words(
            "两列同名又不是并排的两半，写的也不一样，就不知道该读哪一列。",
            "Two columns of one name that are no halves side by side and say different things: nobody knows which of "
            "them is meant.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            f"两列都叫「{p['doubled_header_text']}」", f"two columns are headed '{p['doubled_header_text']}'"
        ),
        remedy=lambda p: Words(
            "对照原文，把其中一列的表头改成它真正的名字。",
            "Compare with the source and give one of them the name that it has there.",
        ),
    ),
    LandingRule(
        name="main_table_read",
        title=Words("读的是主要的表", "the largest table is among those that are read"),
        severity="quarantine",
        why=Words(
            "只读了附带的小表，主表的目标就悄悄丢了。",
            "Where only a side table is read, the targets of the main one are lost without anybody noticing.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [False]},
        reason=lambda p: Words(
            f"最大的一张表没有读，它的表头像是：{p['likely_header_line']}",
            f"its largest table is not read; its header seems to be: {p['likely_header_line']}",
        ),
        remedy=_teach,
    ),
    LandingRule(
        name="has_data_rows",
        title=Words("表头下面有数据行", "there are data rows under the header"),
        severity="quarantine",
        why=Words("只有表头的表什么也没有承诺。", "A header alone promises nothing."),
        kind="expect_column_values_to_be_between",
        settings={"min_value": 1},
        reason=lambda p: Words("表头下面没有数据行", "no data row stands under its header"),
        remedy=lambda p: Words(
            "打开文件看是否只剩表头；若是下载不全，重新下载。",
            "Open it: if only the header is left, download it again.",
        ),
    ),
    LandingRule(
        name="names_its_jurisdiction",
        title=Words("知道是哪个政府的表", "it is known whose table it is"),
        severity="quarantine",
        why=Words(
            "同一个简称在各地指不同的单位；不知道地区就会张冠李戴。",
            "A short name means different bureaus in different places; without the place they would be mixed up.",
        ),
        kind="expect_column_values_to_not_be_null",
        settings={},
        reason=_place_unknown,
        remedy=lambda p: _say(p, _place_line(p)),
        skips_null=False,
    ),
    LandingRule(
        name="jurisdiction_is_chinese",
        title=Words("地区名是中文", "the jurisdiction's name is Chinese"),
        severity="quarantine",
        why=Words(
            "本库只收中国政府的表；别的写法多半是说明文件填错，也会出现在每一份报告里。",
            "The warehouse holds tables of Chinese governments. Anything else is a slip in the side file, and would "
            "stand in every report.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [True]},
        reason=lambda p: Words(
            f"地区名「{str(p['jurisdiction_name'])[:40]}」不是中文地名",
            f"'{str(p['jurisdiction_name'])[:40]}' is not a Chinese name of a government",
        ),
        remedy=lambda p: _say(p, fact_line("jurisdiction")),
    ),
    LandingRule(
        name="names_its_year",
        title=Words("知道是哪一年的表", "it is known which year it is for"),
        severity="quarantine",
        why=Words("不知道年度就不能跨年比较。", "Without the year nothing can be compared across years."),
        kind="expect_column_values_to_be_between",
        settings={"min_value": YEARS[0], "max_value": YEARS[1]},
        reason=lambda p: (
            _year_unknown(p)
            if _is_null(p["report_year"])
            else Words(f"年度 {p['report_year']} 不合理", f"the year {p['report_year']} is out of range")
        ),
        remedy=lambda p: _say(p, _year_line(p)),
        skips_null=False,
    ),
    LandingRule(
        name="names_its_kind",
        title=Words("知道是计划、结果还是进展", "it is known whether it is a plan, a result or a progress report"),
        severity="quarantine",
        why=Words("计划与结果分开比较。", "Plans and results are compared apart."),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": ["plan", "result", "progress"]},
        reason=lambda p: Words("不知道是计划还是结果", "it is not known whether it is a plan or a result"),
        remedy=lambda p: _say(p, fact_line("kind")),
        skips_null=False,
    ),
    LandingRule(
        name="has_sane_texts",
        title=Words(f"单元格不超过 {LONGEST_TEXT:,} 字", f"no cell is longer than {LONGEST_TEXT:,} characters"),
        severity="quarantine",
        why=Words("一格十万字说明表格结构已经丢了。", "A cell that long means that the table's structure was lost."),
        kind="expect_column_values_to_be_between",
        settings={"max_value": LONGEST_TEXT},
        reason=lambda p: Words(
            f"最长的一格有 {p['longest_text']:,} 字", f"its longest cell has {p['longest_text']:,} characters"
        ),
        remedy=lambda p: Words("换一份保留了表格结构的版本。", "Use a version that kept its table."),
    ),
    LandingRule(
        name="has_sane_width",
        title=Words(f"表头不超过 {WIDEST_HEADER} 列", f"no header is wider than {WIDEST_HEADER} columns"),
        severity="quarantine",
        why=Words("再宽就是分隔符读错了。", "Anything wider was split at the wrong mark."),
        kind="expect_column_values_to_be_between",
        settings={"max_value": WIDEST_HEADER},
        reason=lambda p: Words(f"表头有 {p['header_width']} 列", f"its header has {p['header_width']} columns"),
        remedy=lambda p: Words("核对分隔符，或换一份版本。", "Check the delimiter, or use another version."),
    ),
    LandingRule(
        name="has_sane_numbers",
        title=Words(
            f"一格不超过 {NUMBERS.stop.high:,.0f} 个数字", f"no cell holds more than {NUMBERS.stop.high:,.0f} numbers"
        ),
        severity="quarantine",
        why=NUMBERS.reason,
        kind="expect_column_values_to_be_between",
        settings={"max_value": NUMBERS.stop.high},
        reason=lambda p: Words(
            f"一格里有 {p['most_numbers']:,} 个数字", f"one cell holds {p['most_numbers']:,} numbers"
        ),
        remedy=lambda p: _SPLIT,
        source_place=lambda p: str(p["most_numbers_source_place"] or ""),
    ),
    LandingRule(
        name="has_sane_names",
        title=Words(
            f"一格不超过 {NAMES.stop.high:,.0f} 个单位或领导",
            f"no cell names more than {NAMES.stop.high:,.0f} units or leaders",
        ),
        severity="quarantine",
        why=NAMES.reason,
        kind="expect_column_values_to_be_between",
        settings={"max_value": NAMES.stop.high},
        reason=lambda p: Words(
            f"一格里有 {p['most_names']:,} 个单位或领导", f"one cell names {p['most_names']:,} units or leaders"
        ),
        remedy=lambda p: _SPLIT,
        source_place=lambda p: str(p["most_names_source_place"] or ""),
    ),
    LandingRule(
        name="has_sane_name_count",
        title=Words(
            f"一份文件不超过 {ALL_NAMES.stop.high:,.0f} 个不同的单位和领导",
            f"no document names more than {ALL_NAMES.stop.high:,.0f} different units and leaders",
        ),
        severity="quarantine",
        why=ALL_NAMES.reason,
        kind="expect_column_values_to_be_between",
        settings={"max_value": ALL_NAMES.stop.high},
        reason=lambda p: Words(
            f"全文有 {p['name_count']:,} 个不同的单位和领导",
            f"it names {p['name_count']:,} different units and leaders",
        ),
        remedy=lambda p: Words("按地区或部门拆成几份文件。", "Split it into documents, by place or department."),
    ),
    LandingRule(
        name="text_is_legible",
        title=Words(
            f"残损的格不超过 {DAMAGE.stop.high:.0%}", f"at most {DAMAGE.stop.high:.0%} of the cells are damaged"
        ),
        severity="quarantine",
        why=DAMAGE.reason,
        kind="expect_column_values_to_be_between",
        settings={"max_value": DAMAGE.stop.high},
        reason=lambda p: _damage(p),
        remedy=lambda p: Words(
            "换一份没有乱码的版本，多半是转换时用错了编码。",
            "Use a version without lost characters; the encoding was mistaken when this one was converted.",
        ),
        source_place=lambda p: str(p["damaged_source_places"] or ""),
    ),
)

WARNING_RULES: tuple[LandingRule, ...] = (
    LandingRule(
        name="place_is_certain",
        title=Words("地区有确据", "the place is certain"),
        severity="warn",
        why=Words(
            "地区是从文号、正文或简称推断的，可能推断错；错了就会张冠李戴。",
            "The place was inferred from a number, the text or a short name; a wrong one mixes two places up.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"min_value": CERTAIN},
        reason=lambda p: _inferred(p, "jurisdiction"),
        remedy=lambda p: _say(p, fact_line("jurisdiction", p["jurisdiction_name"])),
    ),
    LandingRule(
        name="year_is_certain",
        title=Words("年度有确据", "the year is certain"),
        severity="warn",
        why=Words(
            "年度是从日期、文号或正文推断的，可能差一年；跨年比较就会错位。",
            "The year was inferred from a date, a number or the text; a year off, and years are compared wrongly.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"min_value": CERTAIN},
        reason=lambda p: _inferred(p, "year"),
        remedy=lambda p: _say(p, fact_line("report_year", int(p["report_year"]))),
    ),
    LandingRule(
        name="cells_not_damaged",
        title=Words("没有残损的格", "no cell is damaged"),
        severity="warn",
        why=Words(
            "丢了的字符可能是一个数字：残损的数字、姓名、单位和日期都不采用，所在的行待复核。",
            "A lost character may be a digit: damaged numbers, names, units and dates are not read; their rows are in "
            "review.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: _damage(p),
        remedy=lambda p: Words(
            "对照原文改用完好的版本，或逐行复核。", "Use an undamaged version, or check the rows against the source."
        ),
        source_place=lambda p: str(p["damaged_source_places"] or ""),
    ),
    LandingRule(
        name="headers_all_known",
        title=Words("表头用语都认得", "every header wording is known"),
        severity="warn",
        why=Words(
            "不认得的列照印保存，不读取；多半无妨，也可能有用。",
            "A column with an unknown wording is kept as printed and not read; most are of no weight, some are.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(f"照印保存的列：{_wordings(p)}", f"kept as printed and not read: {_wordings(p)}"),
        remedy=lambda p: Words(
            "`duban review headers` 列出它们；`duban review headers 用语 字段` 定下一个。",
            "`duban review headers` lists them; `duban review headers WORDING FIELD` decides one.",
        ),
        source_place=_unknown_header_place,
    ),
    LandingRule(
        name="items_as_announced",
        title=Words("清单的项数与正文所说一致", "a list has as many items as the text above it counts"),
        severity="warn",
        why=Words(
            "正文说十件，读出七件，可能漏了几件，也可能十件之下另有分项。",
            "Where the text counts ten and seven were found, some may be lost, or the ten have parts of their own.",
        ),
        kind="expect_column_values_to_be_in_set",
        settings={"value_set": [""]},
        reason=lambda p: Words(
            f"正文说「{p['unmet_announcement_text']}」，读出 {p['item_count']} 项",
            f"the text counts '{p['unmet_announcement_text']}', {p['item_count']} items were found",
        ),
        remedy=lambda p: Words("对照原文，看是否有漏掉的项。", "Compare with the source and look for items left out."),
    ),
    LandingRule(
        name="rows_not_short",
        title=Words("数据行的格数不少于表头", "no data row has fewer cells than its header"),
        severity="warn",
        why=Words(
            "合并单元格丢失后，后面的值会往左移；已按内容归位，请抽查。",
            "Where merged cells were lost, values slide left; they were moved back by what they say, so take a sample.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"{p['short_row_count']} 行比表头少格",
            f"{counted(p['short_row_count'], 'rows', 'have')} fewer cells than the header",
        ),
        remedy=lambda p: Words(
            "抽查这些行，或换一份带合并信息的版本。", "Check them, or use a version with its merges."
        ),
        source_place=lambda p: str(p["first_short_row_source_place"] or ""),
    ),
    LandingRule(
        name="rows_not_long",
        title=Words("数据行的格数不多于表头", "no data row has more cells than its header"),
        severity="warn",
        why=Words(
            "多出来的格没有列名，不会被读取；多半是单元格里有分隔符。",
            "Cells beyond the header have no name and are not read; a cell that holds the delimiter does that.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"{p['long_row_count']} 行比表头多格",
            f"{counted(p['long_row_count'], 'rows', 'have')} more cells than the header",
        ),
        remedy=lambda p: Words(
            "打开这一处，改用转义后的版本。", "Look at the place; use a version that escapes the mark."
        ),
        source_place=lambda p: str(p["first_long_row_source_place"] or ""),
    ),
    LandingRule(
        name="every_text_has_a_field",
        title=Words("数据行里的文字都归入了字段", "every text of a data row is in a field"),
        severity="warn",
        why=Words(
            "没有列名的格、第二个同类的列不会被读取；印出来的字不能悄悄丢掉。",
            "A cell without a header and a second column of one kind are not read, and nothing printed is lost unsaid.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"{p['left_over_count']} 格的文字不在任何字段里，如「{p['first_left_over_text']}」",
            f"{p['left_over_count']} cells have a text that is in no field, such as '{p['first_left_over_text']}'",
        ),
        remedy=lambda p: Words(
            "每一处见 meta.left_over_texts；有用的列，用 `duban review headers 用语 字段` 定下它的表头。",
            "meta.left_over_texts names every one; where a column counts, `duban review headers WORDING FIELD` decides "
            "its header.",
        ),
        source_place=lambda p: str(p["left_over_source_places"] or ""),
    ),
    LandingRule(
        name="numbers_printed_once",
        title=Words("序号不重复", "no number is printed twice"),
        severity="warn",
        why=Words(
            "重号多半是转换时页面重复，也可能原文如此。",
            "A repeat is a page converted twice, or the source's own slip.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            f"序号「{p['first_duplicate_number']}」等共重复 {p['number_duplicate_count']} 次",
            f"'{p['first_duplicate_number']}' and others repeat {p['number_duplicate_count']} times",
        ),
        remedy=lambda p: Words("对照原文，看是否有页面重复。", "Compare with the source for a page that comes twice."),
    ),
    LandingRule(
        name="tables_not_left_out",
        title=Words("没有略过的表格", "no table was left out"),
        severity="warn",
        why=Words(
            "没有表头、宽度又对不上的表不会入库；若是目标表的续页就漏了。",
            "A table without a known header that does not continue another is not read; a page of targets may be among "
            "them.",
        ),
        kind="expect_column_values_to_be_between",
        settings={"max_value": 0},
        reason=lambda p: Words(
            "有整块的表格没有采用，见 staging.stg_tables 中 role = ignored 的行",
            "whole tables were left out: see the rows of staging.stg_tables with role = ignored",
        ),
        remedy=lambda p: Words(
            "看它的 ignored_reason；是目标表就补表头用语。",
            "See its ignored_reason; if it is a table of targets, teach its header.",
        ),
    ),
)

LANDING_RULES = QUARANTINE_RULES + WARNING_RULES


def _wordings(profile: Profile) -> str:
    return ", ".join(f"'{wording}'" for wording, _ in wordings_and_fields(profile["unknown_header_fields"]))


def _is_null(value: object) -> bool:
    return value is None or value != value  # NaN, as a frame holds a missing number
