"""Every lint rule finds its breach, on its line, and lets a clean file be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duban.modelling import load_project
from duban.modelling.linting import RULES, lint, lint_rules
from tests.modelling.warehouse import write_tree

CLEAN = {
    "staging/stg_cells.sql": """-- 单元格: a printed cell.
-- grain: document_id, row_no
with
-- nothing is left out
cells as (
    select
        document_id,
        row_no,
        text
    from raw.cells
),

printed as (
    select * from cells where text is not null
)

select
    document_id::varchar as document_id,  -- 文件编号: the document
    row_no::integer as row_no,  -- 行号: printed row
    text::varchar as text,  -- 文字: as printed
    row_number() over (partition by document_id order by row_no)::integer as position_no  -- 次序: from 1
from printed
""",
    "intermediate/int_words.sql": """-- 词: a word of a document.
-- grain: document_id, word
select
    c.document_id::varchar as document_id,
    c.text::varchar as word,
    list_sort(list(c.row_no))::integer[] as row_nos,
    string_agg(c.text, ',' order by c.row_no)::varchar as words,
    array_length(list(c.row_no))::integer as row_count
from staging.stg_cells as c
left join staging.stg_cells as other
    on other.row_no = c.row_no
    and other.text is not distinct from c.text
group by c.document_id, c.text
""",
    "marts/dim_word.sql": """-- 词表: 一个词 / a word.
-- grain: word
select
    word::varchar as word,  -- 词: 按原文 / as printed
    count(*)::bigint as document_count  -- 文件数: 印有它的文件 / documents that print it
from intermediate.int_words
group by word
""",
}


WEIGHTS = """name,value,meaning
least_likeness,0.5,"words less alike are not the same"
least_length,2,"shorter ones are alike by chance"
"""
WEIGHED = """-- 等长词: 足够长的词 / words that are long enough.
-- grain: word
with
weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.word_weights
)

select
    words.word::varchar as word,  -- 词: 按原文 / as printed
    value_of['least_likeness']::double as likeness  -- 相似度: 下限 / at least
from intermediate.int_words as words
cross join weights
where length(words.word) >= value_of['least_length']
"""


def _weighed(old: str, new: str, seed: str = WEIGHTS) -> dict[str, str]:
    """A mart that takes two constants of a seed by their names, changed."""
    assert old in WEIGHED
    return {"seeds/word_weights.csv": seed, "marts/dim_long_word.sql": WEIGHED.replace(old, new)}


def _with(old: str, new: str, file: str = "intermediate/int_words.sql") -> dict[str, str]:
    assert old in CLEAN[file]
    return {file: CLEAN[file].replace(old, new)}


def _column(expression: str) -> dict[str, str]:
    """int_words with one more column."""
    return _with("as row_count\n", f"as row_count,\n    {expression} as made\n")


BREACHES = {
    "only-staging-reads-raw": (_with("staging.stg_cells", "raw.cells"), 9),
    "marts-read-no-rows": ({"marts/dim_text.sql": CLEAN["marts/dim_word.sql"].replace(
        "word::varchar as word", "text::varchar as word").replace("intermediate.int_words\ngroup by word",
        "staging.stg_cells\ngroup by text")}, 6),
    "layer-names": ({"marts/words.sql": CLEAN["marts/dim_word.sql"]}, 1),
    "no-idle-models": ({"intermediate/int_idle.sql": CLEAN["intermediate/int_words.sql"]}, 1),
    "named-columns": ({"intermediate/int_all.sql": "-- all: x\n-- grain: row_no\nselect\n    c.*\nfrom"
    " staging.stg_cells as c\n"}, 4),
    "declared-types": (_with("c.text::varchar as word", "c.text as word"), 5),
    "grain-is-stated": (_with("-- grain: document_id, word\n", ""), 1),
    "grain-is-stated of no column": (_with("-- grain: document_id, word\n", "-- grain: document_id, wrod\n"), 1),
    "columns-are-described": (_with("  -- 文件数: 印有它的文件 / documents that print"
    " it", "", "marts/dim_word.sql"), 5),
    "columns-are-described without words": (_with("文件数: 印有它的文件 / documents that print"
    " it", "文件数", "marts/dim_word.sql"), 5),
    "columns-are-described in one language": (_with("印有它的文件 / ", "", "marts/dim_word.sql"), 5),
    "columns-are-described of a table": (_with("词表: 一个词 / a word", "词表: a word", "marts/dim_word.sql"), 1),
    "no-idle-ctes": (_with("select\n    word", "with\nidle as (\n    select 1 as x\n)\n\nselect\n   "
    " word", "marts/dim_word.sql"), 4),
    "total-order of a window": (_with(" order by row_no)", ")", "staging/stg_cells.sql"), 21),
    "total-order of a list": (_column("list(c.row_no)::integer[]"), 9),
    "total-order of string_agg": (_column("string_agg(c.text, ',')::varchar"), 9),
    "total-order of first": (_column("first(c.text)::varchar"), 9),
    "compiled-for-few-rows": (_column("bool_or(regexp_matches(c.text, concat(other.text, '$')))::boolean"), 9),
    "no-clock-and-no-chance of an age": (_column("(age(date '2023-01-01') > interval 1 day)::boolean"), 9),
    "no-clock-and-no-chance of a day": (_column("(min(c.row_no) > year(current_date))::boolean"), 9),
    "no-clock-and-no-chance of now": (_column("now()::timestamptz"), 9),
    "no-clock-and-no-chance of random": (_column("random()::double"), 9),
    "no-clock-and-no-chance of uuid": (_column("uuid()::varchar"), 9),
    "no-clock-and-no-chance of a sample": (
        _with("staging.stg_cells as c\n", "staging.stg_cells as c tablesample 10%\n"), 9),
    "no-clock-and-no-chance of the session": (_column("current_setting('TimeZone')::varchar"), 9),
    "limits-are-total": (_with("group by word\n", "group by word\nlimit 5\n", "marts/dim_word.sql"), 8),
    "limits-are-total by the grain": (
        _with("group by word\n", "group by word\norder by count(*)\nlimit 5\n", "marts/dim_word.sql"), 9),
    "limits-are-total of distinct on": (
        _with("select * from cells", "select distinct on (text) * from cells", "staging/stg_cells.sql"), 14),
    "limits-are-total of any_value": (_column("any_value(c.row_no)::integer"), 9),
    "limits-are-total of a constant": (_column("arg_max(c.row_no, 1)::integer"), 9),
    "total-order of any_value": (_column("any_value(c.text)::varchar"), 9),
    "exact-sums of sum": (_column("sum(c.row_no::double)::double"), 9),
    "exact-sums of avg": (_column("avg(c.row_no / 3)::double"), 9),
    "exact-sums of corr": (_column("corr(c.row_no, c.row_no)::double"), 9),
    "exact-sums of a list": (_column("list_sum(list(c.row_no / 3))::double"), 9),
    "exact-sums of a window": (_with("printed as (\n    select * from", "printed as (\n    select\n        *,\n"
    "        sum(row_no / 3) over (partition by document_id) as third\n    from", "staging/stg_cells.sql"), 16),
    "exact-sums beside an exact one": (
        _column("(sum((c.row_no / 3)::decimal(18, 9))::double\n    + avg(c.row_no / 3))::double"), 10),
    "constants-by-name": (_weighed("['least_likeness']", "['least_likenes']"), 11),
    "constants-by-name that nothing takes": (_weighed("", "", WEIGHTS + "least_width,1,x\n"), 4),
    "constants-by-name by comparison": (_weighed("    select map_from_entries(list_sort(list({'name': name, 'value':"
    " value::double}))) as value_of\n    from seeds.word_weights\n", "    select\n        map {'least_likeness': 1,"
    " 'least_length': 1} as value_of,\n        max(value) filter (where name = 'least_length') as least\n    from"
    " seeds.word_weights\n"), 7),
    "bytes-are-not-characters": (_column("levenshtein(min(c.text), 'x')::integer"), 9),
    "silent-spark-difference of list": (_column("list(c.row_no order by c.row_no)::integer[]"), 9),
    "silent-spark-difference of percentile_cont": (
        _column("percentile_cont(0.5) within group (order by c.row_no)::double"), 9),
    "silent-spark-difference of a cast": (_column("(sum(c.row_no)::double::integer)::integer"), 9),
    "silent-spark-difference of months": (
        _column("date_diff('month', date '2024-01-31', date '2024-03-01')::integer"), 9),
    "silent-spark-difference of weekdays": (_column("dayofweek(date '2024-01-31')::integer"), 9),
    "silent-spark-difference of decimals": (_column("round(sum(c.row_no)::decimal(9, 2) / 3, 2)::double"), 9),
    "fails-on-spark of len": (_column("len(list_sort(list(c.row_no)))::integer"), 9),
    "fails-on-spark of quantile_cont": (_column("quantile_cont(c.row_no, 0.5)::double"), 9),
    "fails-on-spark of a script": (_column(r"regexp_matches(min(c.text), '\p{Han}')::boolean"), 9),
    "frames-look-back": (_with("order by row_no)", "order by row_no rows between current row and unbounded following)",
                               "staging/stg_cells.sql"), 21),
    "keywords-are-lower-case": (_with("group by c", "GROUP BY c"), 13),
    "keywords-are-lower-case in functions": (_with("count(*)", "COUNT(*)", "marts/dim_word.sql"), 5),
    "aliases-are-written": (_with("staging.stg_cells as c", "staging.stg_cells c"), 9),
    "aliases-are-written for columns": (_with("c.text::varchar as word", "c.text::varchar word"), 5),
    "sql-layout of blanks": (_with("as c\n", "as c \n"), 9),
    "sql-layout of tabs": (_with("    c.text::varchar as word", "\tc.text::varchar as word"), 5),
    "sql-layout of indents": (_with("    c.text::varchar as word", "   c.text::varchar as word"), 5),
    "sql-layout of the end": (_with("group by c.document_id, c.text\n", "group by c.document_id, c.text"), 12),
    "sql-layout of widths": (_with("c.text::varchar as word", f"concat({', '.join(['c.text'] * 20)})::varchar as"
    " word"), 5),
    "sql-layout of comments": (_with("-- nothing is", f"-- nothing {'at all ' * 20}is", "staging/stg_cells.sql"), 4),
    "sql-layout of commas": (_with("as word,\n    list_sort", "as word\n    , list_sort"), 6),
    "header-comes-first": (_with("-- 词: a word of a document.", "-- A word of a document."), 1),
    "header-comes-first and its grain": (_with("-- grain: document_id", "-- More.\n-- grain: document_id"), 2),
    "steps-are-spaced": (_with("),\n\nprinted", "),\nprinted", "staging/stg_cells.sql"), 12),
    "steps-are-spaced from the select": (_with(")\n\nselect", ")\nselect", "staging/stg_cells.sql"), 16),
    "steps-are-spaced only there": (_with("cells as (\n", "cells as (\n\n", "staging/stg_cells.sql"), 6),
    "steps-are-spaced by one line": (_with("),\n\nprinted", "),\n\n\nprinted", "staging/stg_cells.sql"), 13),
    "steps-are-spaced from with": (
        _with("with\n-- nothing is left out\ncells", "with cells", "staging/stg_cells.sql"), 3),
    "steps-are-spaced below their comment": (
        _with("printed as (\n", "printed as (\n    -- of text\n", "staging/stg_cells.sql"), 13),
    "one-column-a-line": (_with("document_id,\n        row_no,", "document_id, row_no,", "staging/stg_cells.sql"), 7),
    "one-column-a-line below select": (
        _with("select\n        document_id,", "select document_id,", "staging/stg_cells.sql"), 6),
    "one-column-a-line without a last comma": (
        _with("        text\n    from", "        text,\n    from", "staging/stg_cells.sql"), 9),
    "one-column-a-line and from": (_with("text\n    from", "text from", "staging/stg_cells.sql"), 9),
    "joins-are-spelled-out": (_with("left join", "join"), 10),
    "joins-are-spelled-out on a line": (_with("as c\nleft join", "as c left join"), 9),
    "joins-are-spelled-out and so is on": (_with("as other\n    on", "as other on"), 10),
}  # fmt: skip


def test_a_clean_project_has_no_findings(tmp_path: Path) -> None:
    assert lint(load_project(write_tree(tmp_path, CLEAN))) == []


@pytest.mark.parametrize(("rule", "files", "line"), [(k, *v) for k, v in BREACHES.items()], ids=BREACHES.keys())
def test_a_breach_is_found_on_its_line(tmp_path: Path, rule: str, files: dict[str, str], line: int) -> None:
    found = lint(load_project(write_tree(tmp_path, CLEAN | files)))
    assert (rule.split(" ")[0], line) in {(finding.rule, finding.line) for finding in found}
    assert all(finding.what and finding.remedy for finding in found)


@pytest.mark.parametrize(
    "clause",
    [
        pytest.param("order by word\nlimit 5", id="an order by the grain"),
        pytest.param("order by count(*) desc, word\nlimit 5", id="an order that ends with the grain"),
    ],
)
def test_a_limit_with_a_total_order_is_let_be(tmp_path: Path, clause: str) -> None:
    files = _with("group by word\n", f"group by word\n{clause}\n", "marts/dim_word.sql")
    assert [finding.rule for finding in lint(load_project(write_tree(tmp_path, CLEAN | files)))] == []


def test_a_column_called_like_the_clock_is_none(tmp_path: Path) -> None:
    files = _with("as row_count\n", "as row_count,\n    max(c.now)::integer as made\n")
    files |= {"staging/stg_cells.sql": CLEAN["staging/stg_cells.sql"].replace("position_no", "now")}
    assert [one.rule for one in lint(load_project(write_tree(tmp_path, CLEAN | files)))] == []


def test_every_rule_has_a_breach_and_a_text() -> None:
    names, broken = {rule.name() for rule in RULES}, {name.split(" ")[0] for name in BREACHES}
    assert broken == names, f"rules and BREACHES differ: add what breaks {sorted(names - broken)}"
    assert all(text.endswith(".") for _, text in lint_rules())


def test_the_page_on_models_keeps_its_own_rules(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
    example = page.split("```sql\n")[1].split("```")[0]
    targets = example.split("with\n")[0] + "select\n    text::varchar as document_id,\n    text::varchar as"
    files = {
        "seeds/surnames.csv": "surname\n于\n",
        "intermediate/int_targets.sql": f"{targets} section_name\nfrom staging.stg_cells\n",
        "intermediate/int_example.sql": example,
        "analyses/example.sql": "-- What the example holds.\nselect *\nfrom intermediate.int_example\n",
    }
    project = load_project(write_tree(tmp_path, CLEAN | files))
    assert lint(project) == []
    cited = {name for names in re.findall(r"\[(`[^]]+`)]", page) for name in re.findall(r"`([^`]+)`", names)}
    rules = {name for name, _ in lint_rules()}
    assert cited == rules, (
        f"write what {sorted(rules - cited)} asks for into docs/sql.md, with [`name`] behind it; "
        f"take {sorted(cited - rules)} out"
    )


def test_constants_taken_by_their_names_are_clean(tmp_path: Path) -> None:
    assert lint(load_project(write_tree(tmp_path, CLEAN | _weighed("", "")))) == []


def test_a_misspelt_constant_is_answered_with_the_nearest_and_leaves_the_right_one_idle(tmp_path: Path) -> None:
    files = CLEAN | _weighed("['least_length']", "['least_lenght']")
    misspelt, idle = lint(load_project(write_tree(tmp_path, files)))
    assert misspelt.what == "seeds.word_weights has no line least_lenght"
    assert misspelt.remedy == "write value_of['least_length']"
    assert (idle.path.name, idle.line) == ("word_weights.csv", 3)


@pytest.mark.parametrize(
    "exact",
    ["sum(c.row_no)", "avg(c.row_no)", "sum((c.row_no / 3)::decimal(18, 9))", "max(c.row_no / 3)", "avg(1.5)",
     "list_reduce(list_sort(list(c.row_no / 3)), lambda added, one: added + one)"],
)  # fmt: skip
def test_sums_of_whole_numbers_and_decimals_are_exact(tmp_path: Path, exact: str) -> None:
    assert lint(load_project(write_tree(tmp_path, CLEAN | _column(f"{exact}::double")))) == []


def test_names_in_upper_case_are_no_keywords(tmp_path: Path) -> None:
    files = _with("c.text::varchar as word", "replace(c.text, 'SELECT', 'X')::varchar as word")
    assert lint(load_project(write_tree(tmp_path, CLEAN | files))) == []


def test_one_string_may_be_wider_than_a_line(tmp_path: Path) -> None:
    files = _with(
        "c.text::varchar as word", f"concat(\n        c.text,\n        '{'字' * 130} -- it''s'\n    )::varchar as word"
    )
    assert lint(load_project(write_tree(tmp_path, CLEAN | files))) == []


def test_data_tests_are_held_to_fewer_rules(tmp_path: Path) -> None:
    header = (
        "-- 有字: words are there\n-- severity: stop\n-- checked: staging.stg_cells\n-- why: 因: because\n"
        "-- remedy: 看: look\n"
    )
    files = {"tests/words_are_there.sql": f"{header}select * from staging.stg_cells where text is null\n"}
    assert lint(load_project(write_tree(tmp_path, CLEAN | files))) == []
