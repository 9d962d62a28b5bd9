"""Gate 1: a document that fails is held back with reason, place and the line to write; the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from duban.landing.quarantine import hold_back
from duban.landing.readers.copied_tables.lost_cells import cells_seen
from duban.landing.readers.lists.reading import NOT_FOUND
from duban.modelling import Project
from expectations.judging import judge
from expectations.landing_gate import PROFILE, RULES, LandingOutcome, judge_landing
from expectations.offered_lines import FIELD, side_file, synonym_line
from tests.expectations.small_warehouse import check_of, not_passed

# A document on which every rule holds: the columns of the profile that the rules read.
GOOD: dict[str, object] = {
    "document_id": "good",
    "document_path": "heze/2023.md",
    "table_count": 1,
    "filled_cell_count": 400,
    "longest_text": 300,
    "header_count": 1,
    "required_fields_missing": None,
    "unknown_header_count": 0,
    "unknown_header_text": None,
    "unknown_header_source_place": None,
    "unknown_header_table_no": None,
    "unknown_header_column_no": None,
    "unknown_header_fields": None,
    "missing_field_count": 0,
    "doubled_header_text": None,
    "is_main_table_unread": False,
    "wish_table_count": 0,
    "likely_header_line": None,
    "reading_note": None,
    "item_count": None,
    "unmet_announcement_text": None,
    "likely_header_fields": None,
    "data_row_count": 56,
    "header_width": 8,
    "short_row_count": 0,
    "first_short_row_source_place": None,
    "long_row_count": 0,
    "first_long_row_source_place": None,
    "number_duplicate_count": 0,
    "first_duplicate_number": None,
    "damaged_cell_count": 0,
    "damaged_cell_share": 0.0,
    "damaged_source_places": None,
    "first_damaged_text": None,
    "left_over_count": 0,
    "left_over_source_places": None,
    "first_left_over_text": None,
    "most_numbers": 22,
    "most_numbers_source_place": "table 1, row 9, column 4",
    "most_names": 30,
    "most_names_source_place": "table 1, row 2, column 7",
    "name_count": 300,
    "misplaced_share": 0.1,
    "misplaced_columns": "unit = leader = 6 = 60 = 高新",
    "misplaced_source_place": "table 1, row 4, column 7",
    "least_fitting_share": 0.95,
    "second_fitting_share": 1.0,
    "unlike_columns": "unit = 57 = 60 = 高新",
    "unlike_source_place": "table 1, row 4, column 7",
    "torn_share": 0.1,
    "torn_text": "12月底前",
    "torn_source_place": "line 40",
    "target_filled_share": 1.0,
    "least_filled_share": 0.6,
    "least_filled_field": "progress",
    "unread_header_text": None,
    "unread_looks_like": None,
    "swapped_tense": -0.7,
    "behind_share": 0.2,
    "odd_number_count": 0,
    "first_odd_number": None,
    "first_odd_number_source_place": None,
    "falling_number_share": 0.0,
    "missing_number_count": 0,
    "first_missing_number": None,
    "numbers_behind_count": 0,
    "first_number_behind": None,
    "first_number_behind_source_place": None,
    "repeated_share": 0.1,
    "repeated_document_path": "heze/2022.md",
    "repeated_year": 2022,
    "title_years": None,
    "title_jurisdiction_name": None,
    "jurisdiction_name": "菏泽市",
    "jurisdiction_method": "title",
    "jurisdiction_confidence": 0.95,
    "jurisdiction_evidence": "菏泽市2023年责任目标",
    "jurisdiction_candidates": None,
    "jurisdictions_also_named": None,
    "report_year": 2023,
    "year_method": "title",
    "year_confidence": 0.95,
    "year_candidate": None,
    "year_evidence": "菏泽市2023年责任目标",
    "document_kind": "result",
}
LINE_IN_SIDE_FILE = "Write this line in raw/bad/x.csv.yml (or in raw/bad/x.yml, where that describes it): "
NO_HEADER = {"header_count": 0, "data_row_count": 0, "header_width": None, "unknown_header_source_place": "line 3"}
UNKNOWN = {"likely_header_line": "甲,乙 | 丙", "likely_header_fields": "甲,乙 = target_text | 丙 = other"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("create schema raw; create schema staging")
        con.execute("create table raw.documents (document_id varchar, document_path varchar)")
        names = ["document_id", "document_path", "gate", "reason", "source_place", "remedy"]
        con.execute(f"create table raw.quarantine ({', '.join(f'{name} varchar' for name in names)})")
        con.execute(
            "create table staging.stg_tables (document_id varchar, role varchar, ignored_reason varchar, "
            "row_width int, first_row_no int, last_row_no int, table_no int, part_no int)"
        )
        con.execute(
            "create table staging.stg_row_shapes (document_id varchar, table_no int, row_no int, distinct_count int)"
        )
        kinds = {int: "bigint", float: "double", bool: "boolean"}
        types = {name: kinds.get(type(value), "varchar") for name, value in GOOD.items()}
        con.execute(f"create table {PROFILE} ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
        add(con)
        yield con


def add(con: duckdb.DuckDBPyConnection, **different: object) -> None:
    """Add a document that is good but for what is said."""
    profile = {**GOOD, **different}
    con.execute(f"insert into {PROFILE} values ({', '.join('?' * len(profile))})", list(profile.values()))
    con.execute("insert into raw.documents values (?, ?)", [profile["document_id"], profile["document_path"]])


def judged(con: duckdb.DuckDBPyConnection, project: Project, **different: object) -> LandingOutcome:
    """The outcome with a second document beside the good one."""
    add(con, **{"document_id": "bad", "document_path": "bad/x.csv", **different})
    return judge_landing(con, project)


@pytest.mark.parametrize("is_good", [True, False], ids=["good", "one is not"])
def test_what_plainly_holds_is_judged_alike_without_great_expectations(
    con: duckdb.DuckDBPyConnection, project: Project, monkeypatch: pytest.MonkeyPatch, is_good: bool
) -> None:
    if not is_good:
        add(con, document_id="bad", document_path="bad/x.csv", **NO_HEADER)
    outcome = judge_landing(con, project)
    asked: list[int] = []
    monkeypatch.setattr("expectations.landing_gate.judge", lambda checks: asked.append(1) or judge(checks))
    plain = judge_landing(con, project, may_be_plain=True)
    assert bool(asked) is not is_good
    assert [(one.name, one.passed, one.checked_count, one.failing_count) for one in plain.report.checks] == [
        (one.name, one.passed, one.checked_count, one.failing_count) for one in outcome.report.checks
    ]
    assert plain.quarantined == outcome.quarantined


def test_a_good_document_passes_every_rule(con: duckdb.DuckDBPyConnection, project: Project) -> None:
    outcome = judge_landing(con, project)
    assert not_passed(outcome.report) == {}
    assert outcome.quarantined == ()


@pytest.mark.parametrize(
    ("different", "reason", "source_place", "remedy"),
    [
        pytest.param(
            {"most_numbers": 3300},
            "one cell holds 3,300 numbers",
            "table 1, row 9, column 4",
            "Look at that cell",
            id="a cell of numbers",
        ),
        pytest.param(
            {"most_names": 501},
            "one cell names 501 units or leaders",
            "table 1, row 2, column 7",
            "Look at that cell",
            id="a cell of names",
        ),
        pytest.param(
            {"torn_share": 0.4},
            "of the rows longer or shorter than their header 40% hold a cell that fits no column, such as "
            "'12月底前'; what was merged left no trace, and which cell belongs where is not known",
            "line 40",
            "Compare with the source",
            id="rows that find no columns",
        ),
        pytest.param(
            {"name_count": 2001},
            "it names 2,001 different units and leaders",
            "",
            "Split it into documents",
            id="names beyond those of a province",
        ),
        pytest.param(
            {"jurisdiction_name": "<script>alert(1)</script>"},
            "'<script>alert(1)</script>' is not a Chinese name of a government",
            "",
            "jurisdiction: <the government as it writes itself, such as 菏泽市>",
            id="a jurisdiction that is no place",
        ),
        pytest.param(
            {"filled_cell_count": 0, "table_count": 0, **NO_HEADER, "unknown_header_source_place": None},
            "it holds no table",
            "",
            "recognise a scan's text first",
            id="no table: and nothing is said of its header",
        ),
        pytest.param(
            {"filled_cell_count": 0, "table_count": 0, **NO_HEADER, "reading_note": "4 paragraphs, no figures"},
            "it holds no table (4 paragraphs, no figures)",
            "",
            "end it with (责任单位:…)",
            id="prose: with what was seen of it",
        ),
        pytest.param(
            {
                "filled_cell_count": 0,
                "table_count": 0,
                **NO_HEADER,
                "reading_note": f"{NOT_FOUND}: {cells_seen(['序号 任务 单位 时限 1 修路 市交通局 年底'])}",
            },
            "it holds no table (no table and no list of tasks was found: the cells of a table, 序号 over them, run into"
            " one another in a line)",
            "",
            "Save the page itself (.html)",
            id="a table that was taken apart",
        ),
        pytest.param(
            {"required_fields_missing": "unit, leader or progress", "reading_note": "a list of 12 items, no unit"},
            "no column for: unit, leader or progress (a list of 12 items, no unit)",
            "",
            "kind: plan",
            id="a list without units that no title calls a plan",
        ),
        pytest.param(
            {
                "required_fields_missing": "unit, leader or progress",
                "reading_note": "a list of 3 items; 3 hold bare figures: the cells of a table ran together",
            },
            "no column for: unit, leader or progress (a list of 3 items; 3 hold bare figures: the cells of a table ran"
            " together)",
            "",
            "Save the page itself (.html)",
            id="a list of rows whose columns ran together: no line would help",
        ),
        pytest.param(
            {"filled_cell_count": 0, **NO_HEADER}, "its tables hold no text", "", "recognise a scan", id="empty table"
        ),
        pytest.param(
            {**NO_HEADER, **UNKNOWN},
            "no header row that is known; the row most like one reads: 甲,乙 | 丙",
            "line 3",
            f'"甲,乙",{FIELD},,printed in bad/x.csv\n丙,{FIELD},,',
            id="no header: the lines to add, quoted",
        ),
        pytest.param(
            {"required_fields_missing": "target_text", **UNKNOWN},
            "no column for: target_text",
            "",
            '"甲,乙",<the field that it means',
            id="no column of targets",
        ),
        pytest.param(
            {
                "unknown_header_count": 2,
                "missing_field_count": 1,
                "unknown_header_fields": "认领处室 = unit | 工作亮点 = other",
                "unknown_header_source_place": "line 3",
                "unknown_header_table_no": 1,
                "unknown_header_column_no": 6,
            },
            "2 headers are unknown: '认领处室', '工作亮点'",
            "line 3, table 1, column 6",
            "认领处室,unit,,printed in bad/x.csv\n工作亮点,other,,",
            id="an unknown wording over the only units",
        ),
        pytest.param(
            {"doubled_header_text": "完成时限"},
            "two columns are headed '完成时限'",
            "",
            "one of them",
            id="one header twice",
        ),
        pytest.param(
            {"is_main_table_unread": True, **UNKNOWN},
            "its largest table is not read; its header seems to be: 甲,乙 | 丙",
            "",
            "丙,<the field that it means",
            id="the main table is not read",
        ),
        pytest.param(
            {**NO_HEADER, **UNKNOWN, "wish_table_count": 1},
            "its tables hold what is asked of another government, and no targets",
            "line 3",
            "out of raw/",
            id="wishes and no targets",
        ),
        pytest.param(
            {"data_row_count": 0}, "no data row stands under its header", "", "download it again", id="header alone"
        ),
        pytest.param(
            {"jurisdiction_name": None},
            "neither its title, its issuer, its address nor a side file says whose table it is",
            "",
            LINE_IN_SIDE_FILE + "jurisdiction: <the government as it writes itself, such as 菏泽市>",
            id="nobody's table",
        ),
        pytest.param(
            {
                "jurisdiction_name": None,
                "jurisdiction_candidates": "南京市鼓楼区, 徐州市鼓楼区",
                "jurisdiction_evidence": "鼓楼区重点工作",
            },
            "its place may be any of 南京市鼓楼区, 徐州市鼓楼区 (title: 鼓楼区重点工作)",
            "",
            LINE_IN_SIDE_FILE + "jurisdiction: <one of 南京市鼓楼区; 徐州市鼓楼区>",
            id="one of several places",
        ),
        pytest.param(
            {
                "jurisdiction_name": None,
                "jurisdiction_candidates": "南京市",
                "jurisdiction_method": "mentions",
                "jurisdiction_evidence": "南京市 × 2, its parts × 0",
            },
            "its place may be 南京市 (mentions: 南京市 × 2, its parts × 0)",
            "",
            LINE_IN_SIDE_FILE + "jurisdiction: 南京市",
            id="one place that is only mentioned",
        ),
        pytest.param(
            {"report_year": None, "year_candidate": None},
            "neither its title, its date, its text nor a side file says which year it is for",
            "",
            LINE_IN_SIDE_FILE + "report_year: <the year of the targets, such as 2023>",
            id="no year",
        ),
        pytest.param(
            {"report_year": None, "year_candidate": 2031, "year_method": "mentions", "year_evidence": "2031年 × 1"},
            "its year may be 2031, on too weak evidence (mentions: 2031年 × 1)",
            "",
            "Write this line in raw/bad/x.csv.yml (or in raw/bad/x.yml, where that describes it): report_year: 2031",
            id="a year on weak evidence is offered",
        ),
        pytest.param(
            {"report_year": 203},
            "the year 203 is out of range",
            "",
            "report_year: <the year of the targets, such as 2023>",
            id="year 203",
        ),
        pytest.param(
            {"document_kind": None},
            "it is not known whether it is a plan or a result",
            "",
            "kind: <plan, result or progress>",
            id="no kind",
        ),
        pytest.param(
            {"longest_text": 2_000_000},
            "its longest cell has 2,000,000 characters",
            "",
            "kept its table",
            id="huge cell",
        ),
        pytest.param({"header_width": 900}, "its header has 900 columns", "", "delimiter", id="too wide"),
    ],
)
def test_a_failing_document_is_held_back_alone(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    different: dict[str, object],
    reason: str,
    source_place: str,
    remedy: str,
) -> None:
    outcome = judged(con, project, **different)
    assert [(q.document_id, q.document_path) for q in outcome.quarantined] == [("bad", "bad/x.csv")]
    assert outcome.quarantined[0].reason == reason
    assert outcome.quarantined[0].source_place == (source_place or "bad/x.csv")
    assert remedy in outcome.quarantined[0].remedy
    assert outcome.report.passed, "documents never fail the gate"
    (name,) = not_passed(outcome.report)
    row = check_of(outcome.report, name).failing_rows[0]
    assert row.source_place.startswith("bad/x.csv")
    assert reason in (row.row["原因 reason"] or "")


@pytest.mark.parametrize(
    ("different", "name", "said", "source_place"),
    [
        pytest.param(
            {"unknown_header_count": 1, "unknown_header_fields": "工作亮点 = other"},
            "headers_all_known",
            "kept as printed and not read: '工作亮点'",
            "bad/x.csv",
            id="an unknown wording of no weight",
        ),
        pytest.param(
            {"item_count": 7, "unmet_announcement_text": "今年办好十件实事"},
            "items_as_announced",
            "the text counts '今年办好十件实事', 7 items were found",
            "bad/x.csv",
            id="another count than was announced",
        ),
        pytest.param(
            {"short_row_count": 2, "first_short_row_source_place": "line 9"},
            "rows_not_short",
            "2 rows have fewer cells",
            "bad/x.csv, line 9",
            id="short rows",
        ),
        pytest.param(
            {"long_row_count": 1, "first_long_row_source_place": "line 8"},
            "rows_not_long",
            "1 row has more cells",
            "bad/x.csv, line 8",
            id="long rows",
        ),
        pytest.param(
            {"left_over_count": 2, "left_over_source_places": "line 4, line 6", "first_left_over_text": "另附清单"},
            "every_text_has_a_field",
            "'另附清单'",
            "bad/x.csv, line 4, line 6",
            id="texts left over",
        ),
        pytest.param(
            {"number_duplicate_count": 1, "first_duplicate_number": "47"},
            "numbers_printed_once",
            "'47'",
            "bad/x.csv",
            id="a number twice",
        ),
    ],
)
def test_a_doubt_is_a_warning_and_holds_nothing_back(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    different: dict[str, object],
    name: str,
    said: str,
    source_place: str,
) -> None:
    outcome = judged(con, project, **different)
    assert outcome.quarantined == ()
    assert not_passed(outcome.report) == {name: "warn"}
    (row,) = check_of(outcome.report, name).failing_rows
    assert said in "".join(text or "" for text in row.row.values())
    assert row.source_place == source_place


@pytest.mark.parametrize(
    ("part", "texts_in_a_row", "is_reported"),
    [
        ("'ignored', 'no header that is known', 8, 4, 90", 8, True),
        ("'ignored', 'stands above the header', 8, 1, 1", 1, False),
        ("'ignored', 'stands above the header', 8, 1, 3", 1, False),
        ("'ignored', 'stands above the header', 8, 1, 9", 8, True),
        ("'ignored', 'no header that is known', 2, 4, 90", 2, False),
        ("'target', null, 8, 4, 90", 8, False),
    ],
    ids=[
        "a whole table",
        "a title above the header",
        "three lines above the header",
        "a table above the header",
        "too narrow for targets",
        "a table that is read",
    ],
)
def test_a_table_that_was_left_out_is_a_warning(
    con: duckdb.DuckDBPyConnection, project: Project, part: str, texts_in_a_row: int, is_reported: bool
) -> None:
    con.execute(f"insert into staging.stg_tables values ('good', {part}, 1, 1)")
    con.execute(
        "insert into staging.stg_row_shapes select 'good', 1, row_no, $texts from range(1, 91) as rows (row_no)",
        {"texts": texts_in_a_row},
    )
    assert not_passed(judge_landing(con, project).report) == ({"tables_not_left_out": "warn"} if is_reported else {})


def test_all_reasons_of_a_document_are_reported_at_once(con: duckdb.DuckDBPyConnection, project: Project) -> None:
    (held,) = judged(con, project, jurisdiction_name=None, report_year=None).quarantined
    assert held.reason.count("; ") == 1
    assert held.remedy.splitlines() == [
        LINE_IN_SIDE_FILE + "jurisdiction: <the government as it writes itself, such as 菏泽市>",
        LINE_IN_SIDE_FILE + "report_year: <the year of the targets, such as 2023>",
    ]


def test_every_bad_document_is_held_back_and_the_report_shows_the_first(
    con: duckdb.DuckDBPyConnection, project: Project
) -> None:
    for n in range(50):
        add(con, document_id=f"bad {n:02}", document_path=f"bad/{n:02}.csv", report_year=None)
    outcome = judge_landing(con, project)
    assert len(outcome.quarantined) == 50
    found = check_of(outcome.report, "names_its_year")
    assert (found.checked_count, found.failing_count, len(found.failing_rows)) == (51, 50, 20)


def test_decisions_replace_those_of_the_last_run_and_leave_what_reading_refused(
    con: duckdb.DuckDBPyConnection, project: Project
) -> None:
    con.execute("insert into raw.quarantine values ('r', 'r.md', 'reading', 'unreadable', 'r.md', 'save it again')")
    con.execute("insert into raw.quarantine values ('o', 'o.md', 'landing', 'old', '', '')")
    outcome = judged(con, project, report_year=None)
    hold_back(con, outcome.quarantined)
    hold_back(con, outcome.quarantined)
    kept = con.execute("select document_id, gate, reason from raw.quarantine order by document_id").fetchall()
    assert kept == [
        ("bad", "landing", "neither its title, its date, its text nor a side file says which year it is for"),
        ("r", "reading", "unreadable"),
    ]


def test_what_reading_refused_stands_in_the_report(con: duckdb.DuckDBPyConnection, project: Project) -> None:
    con.execute("insert into raw.quarantine values ('r', 'r.md', 'reading', 'unreadable', 'byte 7', 'save it again')")
    outcome = judge_landing(con, project)
    found = check_of(outcome.report, "documents_readable")
    assert outcome.report.passed and not found.passed
    assert found.checked_count == 2
    assert found.failing_rows[0].source_place == "r.md, byte 7"


@pytest.mark.parametrize(
    "damage",
    [f"drop table {PROFILE}", f"alter table {PROFILE} drop column header_count", "drop table raw.quarantine"],
    ids=["no profile", "a column is gone", "no quarantine"],
)
def test_a_broken_rule_fails_the_gate(con: duckdb.DuckDBPyConnection, project: Project, damage: str) -> None:
    con.execute(damage)
    outcome = judge_landing(con, project)
    assert not outcome.report.passed
    assert "broken" in not_passed(outcome.report).values()


def test_no_document_at_all_is_no_fault_of_gate_1(con: duckdb.DuckDBPyConnection, project: Project) -> None:
    con.execute(f"delete from {PROFILE}; delete from raw.documents")
    outcome = judge_landing(con, project)
    assert outcome.report.passed and outcome.quarantined == ()


def test_the_profile_and_the_values_hold_what_the_rules_read(project: Project) -> None:
    assert set(GOOD) <= {column for column, _ in project.models[PROFILE].columns}
    values = {column for column, _ in project.expectations["landing_values"].columns}
    assert values == {"document_id", "document_path", *(rule.name for rule in RULES)}


@pytest.mark.parametrize(
    ("path", "side"), [("heze/2024.csv", "heze/2024.yml"), ("a.b/c.d.xlsx", "a.b/c.d.yml")], ids=["plain", "dots"]
)
def test_the_side_file_stands_beside_its_document(path: str, side: str) -> None:
    assert side_file(path) == side


def test_a_hostile_wording_stays_one_field_of_one_line() -> None:
    assert synonym_line('a,"b', "unit", "x") == '"a,""b",unit,,x'


@pytest.mark.parametrize(
    ("count", "share", "failed", "is_out"),
    [(1, 0.01, {"cells_not_damaged"}, False), (24, 0.06, {"cells_not_damaged", "text_is_legible"}, True)],
    ids=["a cell", "the whole document"],
)
def test_damaged_cells_are_reported_and_a_damaged_document_is_held_back(
    con: duckdb.DuckDBPyConnection, project: Project, count: int, share: float, failed: set[str], is_out: bool
) -> None:
    damage = {"damaged_cell_count": count, "damaged_cell_share": share, "damaged_source_places": "line 3, line 7"}
    outcome = judged(con, project, **damage, first_damaged_text="建成1\ufffd6公里")
    assert set(not_passed(outcome.report)) == failed
    assert [(one.source_place, "1\ufffd6" in one.reason) for one in outcome.quarantined] == [
        ("line 3, line 7", True)
    ] * is_out
