-- 印有责任单位的行都进了事实表: every row that prints a unit reaches the facts
-- severity: warn
-- checked: intermediate.int_target_rows
-- why: 印出来的单位没有进表，它的责任就没人看见: a unit that is printed and does not reach the facts answers for nothing
-- remedy: 看这一格的写法：是断行的半个名字，还是没有认出的单位:
--     see how the cell is written: half a name that was wrapped, or a unit that was not recognised
select
    printed.document_id,
    printed.table_no,
    printed.row_no,
    concat_ws(' / ', printed.unit_text, printed.unit_lead_text, printed.unit_support_text) as unit_text
from staging.stg_rows as printed
inner join intermediate.int_target_rows as assigned
    on printed.document_id = assigned.document_id
    and printed.table_no = assigned.table_no
    and printed.row_no = assigned.row_no
where
    -- What a page break cut off belongs to the row above; a row without a unit stands in its target's other rows.
    not assigned.is_fragment
    and (
        (printed.unit_row_no = printed.row_no and regexp_matches(printed.unit_text, '[一-龥]'))
        or (printed.unit_lead_row_no = printed.row_no and regexp_matches(printed.unit_lead_text, '[一-龥]'))
        or (printed.unit_support_row_no = printed.row_no and regexp_matches(printed.unit_support_text, '[一-龥]'))
    )
    and not exists (
        select 1
        from marts.fct_target_unit as facts
        where facts.document_id = printed.document_id
            and facts.source_table_no = printed.table_no
            and facts.source_row_no = printed.row_no
    )
