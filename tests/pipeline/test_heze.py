"""Heze 2023 as published, from raw/ to the wide table: what a careful reader of the document would say."""

from __future__ import annotations

from typing import Any

import pytest

from duban.asking.query import ask
from duban.settings import Settings

# The target of every printed row, counted from the first data row, as a person reads the document. The number stands on
# the row where the source prints it; rows 4, 6, 8 and 13-14 stand above the number that they belong to.
TARGET_OF_ROW = [
    *("44", "45", "46"),
    *("47", "47", "48", "48"),
    *("49",) * 5,
    *("50",) * 4,
    *("51",) * 2,
    *("52",) * 2,
    *("53",) * 2,
    *("54",) * 2,
    *("55",) * 2,
    *(str(number) for number in range(56, 86)),
]


def rows(heze: Settings, sql: str) -> list[tuple[Any, ...]]:
    return ask(heze.published, sql).rows


@pytest.fixture(scope="module")
def printed(heze: Settings) -> list[dict[str, Any]]:
    """One dictionary a printed row of the 2023 table, in the order of the document; row 1 is the first data row."""
    answer = ask(
        heze.published,
        """
        select
            source_row_no - 1 as row_no, any_value(target_no) as target_no, count(distinct target_no) as target_count,
            bool_or(needs_review) as needs_review, any_value(row_leader_name) as row_leader_name,
            list_sort(list(unit_text)) as units, any_value(leader_names) as leader_names,
            any_value(progress_text) as progress_text, list_sort(list(distinct deadline_text)) as deadlines,
        from marts.mart_target_progress
        where document_path = 'heze/2023.md'
        group by source_table_no, source_row_no
        order by source_table_no, source_row_no
        """,
    )
    return answer.records()


def test_every_printed_row_is_under_the_right_target(printed: list[dict[str, Any]]) -> None:
    assert len(TARGET_OF_ROW) == 56
    assert [row["target_no"] for row in printed] == TARGET_OF_ROW
    assert all(row["target_count"] == 1 for row in printed)


def test_there_are_42_targets(heze: Settings) -> None:
    assert rows(
        heze,
        "select count(*), min(target_no::int), max(target_no::int) from marts.dim_target "
        "where jurisdiction_name = '菏泽市' and report_year = 2023",
    ) == [(42, 44, 85)]


def test_the_rows_a_careful_reader_doubts_are_flagged_and_few_others(printed: list[dict[str, Any]]) -> None:
    flagged = {row["row_no"] for row in printed if row["needs_review"]}
    assert {4, 6, 8} <= flagged
    assert len(flagged) <= 8


def test_target_49_has_four_leaders_and_one_progress_for_five_bureaus(printed: list[dict[str, Any]]) -> None:
    block = [row for row in printed if row["target_no"] == "49"]
    assert all(row["leader_names"] == ["臧伟", "王昌华", "张鹏", "肖友华"] for row in block)
    assert len({row["progress_text"] for row in block}) == 1
    assert block[0]["progress_text"].startswith("菏泽、牡丹、鄄城、郓城、高新技术产业5个省级经济开发区")
    assert [row["units"] for row in block] == [
        ["市发展改革委"], ["市科技局"], ["市工业和信息化局"], ["市商务局"], ["市自然资源和规划局"]
    ]  # fmt: skip


def test_row_16_has_no_leader_of_its_own(printed: list[dict[str, Any]]) -> None:
    assert printed[15]["units"] == ["市住房城乡建设局"]
    assert printed[15]["row_leader_name"] is None
    assert printed[14]["row_leader_name"] == "张鹏"


def test_target_61_has_one_bureau_and_three_county_governments(heze: Settings) -> None:
    assert rows(
        heze,
        """
        select unit.unit_name, unit.unit_kind
        from marts.mart_target_progress as progress
        join marts.dim_unit as unit using (unit_id)
        where report_year = 2023 and target_no = '61'
        order by progress.source_row_no, unit.unit_name
        """,
    ) == [
        ("东明县人民政府", "county_government"),
        ("单县人民政府", "county_government"),
        ("巨野县人民政府", "county_government"),
        ("市工业和信息化局", "bureau"),
    ]


@pytest.mark.parametrize(
    ("unit_text", "kind"),
    [("市移动公司", "company"), ("各县区人民政府", "group"), ("市科协", "association"), ("市现代医药港", "park")],
)
def test_units_are_of_their_kind(heze: Settings, unit_text: str, kind: str) -> None:
    found = rows(
        heze,
        "select distinct unit.unit_kind from marts.mart_target_progress join marts.dim_unit as unit using (unit_id) "
        f"where unit_text = '{unit_text}'",
    )
    assert found == [(kind,)]


def test_target_47_has_a_standing_deadline_and_a_date(heze: Settings) -> None:
    assert rows(
        heze,
        "select deadline_text, deadline_class, deadline_date::varchar from marts.mart_target_progress "
        "where report_year = 2023 and target_no = '47' group by all order by all",
    ) == [("年底", "date", "2023-12-31"), ("长期坚持", "standing", None)]


def test_compiled_figures_are_marked(heze: Settings) -> None:
    assert rows(heze, "select document_path, is_compiled from marts.dim_document order by 1") == [
        ("heze/2023.md", False),
        ("heze/2024.csv", True),
    ]


def test_every_number_can_be_traced_to_its_printed_cell(heze: Settings) -> None:
    assert rows(
        heze,
        """
        select count(*)
        from marts.mart_target_progress as progress
        where not exists (
            select 1
            from raw.cells as cell
            join raw.documents using (document_id)
            where document_path = progress.document_path and table_no = progress.source_table_no
                and row_no = progress.source_row_no
        )
        """,
    ) == [(0,)]
