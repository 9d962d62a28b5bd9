-- 时限: the deadline of a printed row and its class.
-- grain: document_id, table_no, row_no
select
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    deadline_text::varchar as deadline_text,
    (case
        when regexp_matches(deadline_text, '长期|持续') then 'standing'
        when regexp_matches(deadline_text, '\d{4}年') then 'date'
        when regexp_matches(deadline_text, '年底|年内|全年|12月') then 'year'
        when deadline_text is null then 'none'
        else 'event'
    end)::varchar as deadline_class
from intermediate.int_rows
