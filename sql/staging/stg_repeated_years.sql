-- 往年重复: the older document of the same place of which a document repeats most rows.
-- grain: document_id
-- A row is repeated where its target, its deadline and what is reported are those of the older row, letter for letter:
-- many targets come again in the next year, but what came of them does not.
with
-- A place with one year repeats none.
places as (
    select jurisdiction_name
    from staging.stg_document_facts
    group by jurisdiction_name
    having min(report_year) < max(report_year)
),

documents as (
    select
        facts.document_id,
        facts.document_path,
        facts.jurisdiction_name,
        facts.report_year
    from staging.stg_document_facts as facts
    inner join places
        on facts.jurisdiction_name = places.jurisdiction_name
    where facts.report_year is not null
),

texts as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        string_agg(cells.cell_text, chr(10) order by cells.column_no) filter (
            where cells.field = 'target_text'
        ) as target_text,
        string_agg(cells.cell_text, chr(10) order by cells.column_no) filter (
            where cells.field = 'deadline'
        ) as deadline_text,
        string_agg(cells.cell_text, chr(10) order by cells.column_no) filter (
            where cells.field in ('progress', 'progress_pct')
        ) as progress_text
    from staging.stg_field_cells as cells
    inner join documents
        on cells.document_id = documents.document_id
    where cells.field in ('target_text', 'deadline', 'progress', 'progress_pct')
    group by cells.document_id, cells.table_no, cells.row_no
),

reported as (
    select
        texts.document_id,
        documents.document_path,
        documents.jurisdiction_name,
        documents.report_year,
        texts.target_text,
        coalesce(texts.deadline_text, '') as deadline_text,
        texts.progress_text
    from texts
    inner join documents
        on texts.document_id = documents.document_id
    where texts.target_text is not null and texts.progress_text is not null
    group by all
),

counts as (
    select
        document_id,
        count(*) as row_count
    from reported
    group by document_id
    having count(*) >= 5
),

repeats as (
    select
        reported.document_id,
        older.document_path as older_document_path,
        older.report_year as older_year,
        count(*) as repeated_count
    from reported
    inner join reported as older
        on reported.jurisdiction_name = older.jurisdiction_name
        and reported.target_text = older.target_text
        and reported.deadline_text = older.deadline_text
        and reported.progress_text = older.progress_text
        and reported.report_year > older.report_year
    group by reported.document_id, older.document_path, older.report_year
)

select
    counts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    (repeats.repeated_count * 1.0 / counts.row_count)::double as repeated_share,  -- 往年重复比例: of the rows that report something, at least five, 0 to 1
    repeats.older_document_path::varchar as older_document_path,  -- 往年文档
    repeats.older_year::integer as older_year  -- 往年年度
from counts
inner join repeats
    on counts.document_id = repeats.document_id
qualify row_number() over (
    partition by counts.document_id
    order by repeats.repeated_count desc, repeats.older_year desc, repeats.older_document_path
) = 1
