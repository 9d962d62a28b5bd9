"""Where every printed row went: nothing that was printed is lost or told twice between landing and the marts."""

from __future__ import annotations

from expectations.checks import Check, Words, no_rows

_LOST = Words("印出来的一行也不能丢，也不能算两遍。", "No printed row may be lost or told twice.")
_MODEL_FAULT = Words(
    "按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么。",
    "Open the source at that place, then see what became of the row in staging.stg_rows and "
    "intermediate.int_row_blocks.",
)

ACCOUNTING_CHECKS: tuple[Check, ...] = (
    no_rows(
        "documents_accounted_for",
        Words("每份文件要么入库，要么隔离", "every document is let in or held back, and not both"),
        checked="raw.documents",
        failing="""
            select documents.document_id, documents.document_path, let_in.document_id is not null as is_let_in,
                held_back.document_id is not null as is_held_back
            from raw.documents as documents
            left join staging.stg_documents as let_in on let_in.document_id = documents.document_id
            left join (select distinct document_id from raw.quarantine) as held_back
                on held_back.document_id = documents.document_id
            where (let_in.document_id is null) = (held_back.document_id is null)
        """,
        why=Words("文件不能无声无息地消失。", "No document may vanish without a word."),
        remedy=Words(
            "看 raw.quarantine 与 staging.stg_documents 为何都没有（或都有）它。",
            "See why raw.quarantine and staging.stg_documents both lack it, or both have it.",
        ),
    ),
    no_rows(
        "printed_rows_accounted_for",
        Words("目标表里印出的每一行都恰好读到一次", "every printed row of a target table is read exactly once"),
        checked="staging.stg_rows",
        failing="""
            with
            printed as (
                select distinct cells.document_id, cells.table_no, cells.row_no
                from raw.cells as cells
                inner join staging.stg_documents as documents on documents.document_id = cells.document_id
            ),
            read_rows as (
                select document_id, table_no, row_no, count(*) as times
                from staging.stg_rows
                group by document_id, table_no, row_no
            )
            select printed.document_id, printed.table_no, printed.row_no, coalesce(read_rows.times, 0) as times_read
            from printed
            inner join staging.stg_tables as parts
                on parts.document_id = printed.document_id and parts.table_no = printed.table_no
                and printed.row_no between parts.first_row_no and parts.last_row_no
            left join read_rows
                on read_rows.document_id = printed.document_id and read_rows.table_no = printed.table_no
                and read_rows.row_no = printed.row_no
            where parts.role <> 'ignored' and coalesce(read_rows.times, 0) <> 1
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "printed_tables_accounted_for",
        Words("印出的每一行都属于一个表段", "every printed row belongs to one part of a table"),
        checked="staging.stg_tables",
        failing="""
            with printed as (
                select distinct cells.document_id, cells.table_no, cells.row_no
                from raw.cells as cells
                inner join staging.stg_documents as documents on documents.document_id = cells.document_id
            )
            select printed.document_id, printed.table_no, printed.row_no, count(parts.part_no) as part_count
            from printed
            left join staging.stg_tables as parts
                on parts.document_id = printed.document_id and parts.table_no = printed.table_no
                and printed.row_no between parts.first_row_no and parts.last_row_no
            group by printed.document_id, printed.table_no, printed.row_no
            having count(parts.part_no) <> 1
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "data_rows_assigned_once",
        Words("每个数据行恰好归入一个目标", "every data row is assigned to exactly one target"),
        checked="(select 1 from staging.stg_rows where row_kind = 'data')",
        failing="""
            with assigned as (
                select document_id, table_no, row_no, count(*) as times
                from intermediate.int_row_blocks
                group by document_id, table_no, row_no
            )
            select data_rows.document_id, data_rows.table_no, data_rows.row_no,
                coalesce(assigned.times, 0) as times_assigned
            from (select document_id, table_no, row_no from staging.stg_rows where row_kind = 'data') as data_rows
            full join assigned using (document_id, table_no, row_no)
            where data_rows.document_id is null or coalesce(assigned.times, 0) <> 1
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "blocks_have_targets",
        Words("每个行块都成为一个目标", "every block of rows became one target"),
        checked="(select distinct document_id, chain_no, block_no from intermediate.int_row_blocks)",
        failing="""
            select blocks.document_id, blocks.chain_no, blocks.block_no, blocks.table_no, blocks.row_no,
                count(targets.target_id) as target_count
            from (
                select document_id, chain_no, block_no, min(table_no) as table_no,
                    min({'table_no': table_no, 'row_no': row_no}).row_no as row_no
                from intermediate.int_row_blocks
                group by document_id, chain_no, block_no
            ) as blocks
            left join intermediate.int_targets as targets
                on targets.document_id = blocks.document_id and targets.chain_no = blocks.chain_no
                and targets.block_no = blocks.block_no
            group by all
            having count(targets.target_id) <> 1
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "facts_tell_a_row_once",
        Words(
            "事实表里的一行印文只归一个目标，且确是数据行", "a printed row is told under one target, and is a data row"
        ),
        checked="marts.fct_target_unit",
        failing="""
            with told as (
                select document_id, source_table_no, source_row_no, target_id
                from marts.fct_target_unit
                group by document_id, source_table_no, source_row_no, target_id
            )
            select told.document_id, told.source_table_no, told.source_row_no,
                count(distinct told.target_id) as target_count, count(assigned.row_no) > 0 as is_data_row
            from told
            left join intermediate.int_row_blocks as assigned
                on assigned.document_id = told.document_id and assigned.table_no = told.source_table_no
                and assigned.row_no = told.source_row_no
            group by told.document_id, told.source_table_no, told.source_row_no
            having count(distinct told.target_id) <> 1 or count(assigned.row_no) = 0
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "targets_reach_the_facts",
        Words("每个目标都进了事实表", "every target reaches the facts"),
        checked="intermediate.int_targets",
        failing="""
            select targets.document_id, targets.target_no, targets.anchor_table_no, targets.anchor_row_no
            from intermediate.int_targets as targets
            where not exists (
                select 1 from marts.fct_target_unit as facts
                where facts.target_id = targets.target_id and facts.document_id = targets.document_id
            )
        """,
        why=_LOST,
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "corrections_fit_their_documents",
        Words("人工更正都还对得上文件", "every correction still fits its document"),
        severity="warn",
        checked="intermediate.int_block_corrections",
        failing="""
            select jurisdiction, report_year, row_key, target_no, problem, note, decided_by, decided_on, document_id
            from intermediate.int_block_correction_problems
        """,
        why=Words(
            "对不上的更正不会应用，要有人知道。", "A correction that does not fit is not applied; somebody should know."
        ),
        remedy=Words(
            "看原件后用 duban review withdraw 撤回，或重新决定。",
            "Look at the document; take it back with `duban review withdraw`, or decide anew.",
        ),
    ),
    no_rows(
        "match_decisions_fit_their_targets",
        Words("人工接续决定都还对得上目标", "every decision on a match still fits its targets"),
        severity="warn",
        checked="intermediate.int_match_decisions",
        failing="""
            select jurisdiction_name, from_year, from_target_no, to_year, to_target_no, decision, problem
            from intermediate.int_match_decisions
            where problem is not null
        """,
        why=Words(
            "对不上的决定不会应用，要有人知道。", "A decision that does not fit is not applied; somebody should know."
        ),
        remedy=Words(
            "核对 sql/seeds/match_decisions.csv 的这一行。", "See to that line of sql/seeds/match_decisions.csv."
        ),
    ),
    no_rows(
        "lines_for_a_place_name_its_units",
        Words("单位种子里某地的行都对得上该地的单位", "every seed line for a place names a unit of it"),
        severity="warn",
        checked="intermediate.int_unit_seed_lines",
        failing="""
            select line_kind, jurisdiction_name, old_name, new_name
            from intermediate.int_unit_seed_problems
        """,
        why=Words(
            "写错的行不起作用，也不会出错，要有人知道。",
            "A line that is misspelt does nothing and fails nowhere; somebody should know.",
        ),
        remedy=Words(
            "按文件里的写法改 unit_aliases.csv 或 unit_successors.csv 的这一行。",
            "Write the name as the documents do, in unit_aliases.csv or unit_successors.csv.",
        ),
    ),
    no_rows(
        "units_reach_the_facts",
        Words("印有责任单位的行都进了事实表", "every row that prints a unit reaches the facts"),
        severity="warn",
        checked="intermediate.int_target_rows",
        # What a page break cut off belongs to the row above; a row without a unit is told by its target's other rows.
        failing="""
            select printed.document_id, printed.table_no, printed.row_no,
                concat_ws(' / ', printed.unit_text, printed.unit_lead_text, printed.unit_support_text) as unit_text
            from staging.stg_rows as printed
            inner join intermediate.int_target_rows as assigned
                on assigned.document_id = printed.document_id and assigned.table_no = printed.table_no
                and assigned.row_no = printed.row_no
            where not assigned.is_fragment
                and (
                    (printed.unit_row_no = printed.row_no and regexp_matches(printed.unit_text, '[一-龥]'))
                    or (printed.unit_lead_row_no = printed.row_no and regexp_matches(printed.unit_lead_text, '[一-龥]'))
                    or (
                        printed.unit_support_row_no = printed.row_no
                        and regexp_matches(printed.unit_support_text, '[一-龥]')
                    )
                )
                and not exists (
                    select 1 from marts.fct_target_unit as facts
                    where facts.document_id = printed.document_id and facts.source_table_no = printed.table_no
                        and facts.source_row_no = printed.row_no
                )
        """,
        why=Words(
            "印出来的单位没有进表，它的责任就没人看见。", "A unit that is printed and not told answers for nothing."
        ),
        remedy=Words(
            "看这一格的写法：是断行的半个名字，还是没有认出的单位。",
            "See how the cell is written: half a name that was wrapped, or a unit that was not recognised.",
        ),
    ),
    no_rows(
        "current_documents_have_targets",
        Words("现行的每份文件都有目标", "every current document has a target"),
        checked="(select 1 from staging.stg_documents where is_current)",
        failing="""
            select documents.document_id, documents.document_path
            from staging.stg_documents as documents
            where documents.is_current and not exists (
                select 1 from intermediate.int_targets as targets where targets.document_id = documents.document_id
            )
        """,
        why=Words(
            "通过第一道关的文件有数据行，就该有目标。",
            "A document that passed gate 1 has data rows, so it has targets.",
        ),
        remedy=_MODEL_FAULT,
    ),
    no_rows(
        "numbers_have_no_gaps",
        Words("序号连续的文件没有缺号", "documents that number their targets in a row miss no number"),
        severity="warn",
        checked="intermediate.int_targets",
        failing="""
            with
            numbers as (
                select distinct document_id, chain_no, try_cast(target_no as integer) as number
                from intermediate.int_targets
                where is_current and regexp_matches(target_no, '^[0-9]{1,5}$')
            ),
            steps as (
                select document_id, chain_no, number,
                    lag(number) over (partition by document_id, chain_no order by number) as number_before,
                    -- an extract keeps the sparse numbers of the whole, and a gap there is no news
                    count(*) over (partition by document_id, chain_no) * 10
                        >= 8 * (max(number) over (partition by document_id, chain_no)
                            - min(number) over (partition by document_id, chain_no) + 1) as is_dense
                from numbers
            )
            select document_id, chain_no, number_before, number as next_number, number - number_before - 1 as missing
            from steps
            where is_dense and number - number_before > 1
        """,
        why=Words(
            "缺号处可能在转换时丢了行，也可能原文如此。",
            "Rows may have been lost in conversion there, or the source skips.",
        ),
        remedy=Words(
            "对照原文；若漏了行，换一份版本。", "Compare with the source; if rows were lost, use another version."
        ),
    ),
)
