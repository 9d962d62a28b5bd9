-- 文档年度: the year of the targets of a document: as its side file states, else as a text says.
-- grain: document_id
-- A year with 年 (2023年) is believed before a bare number; a bare number in the running text or the folder's name is
-- none.
with
years as (
    select
        document_id,
        report_year,
        'side file' as method,
        0 as source_rank,
        0 as text_no,
        true as is_written_out
    from staging.stg_side_files
    where report_year is not null
    union all
    select
        document_id,
        regexp_extract(squeezed_text, '(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|[^0-9]|$)', 1)::integer as report_year,
        method,
        source_rank,
        text_no,
        regexp_matches(squeezed_text, '(19|20)[0-9]{2}年') as is_written_out
    from staging.stg_document_texts
    where regexp_matches(squeezed_text, '(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|[^0-9]|$)')
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    report_year::integer as report_year,  -- 年度: the year of the targets
    method::varchar as year_method  -- 年度出处: side file, title, stated title, table, text, file name or folder
from years
where is_written_out or source_rank in (1, 2, 3, 5)
qualify row_number() over (
    partition by document_id
    order by
        case when is_written_out then 0 else 1 end,
        source_rank,
        text_no
) = 1
