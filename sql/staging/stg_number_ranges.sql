-- 序号范围: from which to which number a landed document prints its targets, where all its numbers are whole.
-- grain: document_id
with
numbers as (
    select
        document_id,
        try_cast(cell_text as integer) as number
    from staging.stg_field_cells
    where field = 'target_no' and slot_no = 1 and text_row_no = row_no and cell_text is not null
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    min(number)::integer as first_number,  -- 首号: the least number of a target
    max(number)::integer as last_number  -- 末号: the greatest number of a target
from numbers
group by document_id
having count(*) = count(number)
