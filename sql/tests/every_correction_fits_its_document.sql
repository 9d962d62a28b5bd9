-- 人工更正都还对得上文件: every correction still fits its document
-- severity: warn
-- checked: intermediate.int_block_corrections
-- why: 对不上的更正不会应用，要有人知道: a correction that does not fit is not applied; somebody should know
-- remedy: 看原件后用 duban review withdraw 撤回，或重新决定:
--     look at the document; take it back with `duban review withdraw`, or decide anew
select
    document_id,
    case when document_id is null then 'sql/seeds/corrections.csv' end as source_place,
    jurisdiction,
    report_year,
    row_key,
    target_no,
    problem,
    note,
    decided_by,
    decided_on
from intermediate.int_block_corrections
where problem is not null
