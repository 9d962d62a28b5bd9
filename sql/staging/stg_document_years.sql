-- 文档年度: the year of the targets of a document: as its side file states, else as a text says.
-- grain: document_id
-- A year of the title, of a row above the table or of a heading is believed, of two the one whose targets are handed
-- down
-- (通报2022年度…并下达2023年度…): behind it stands a word of planning; of equals the later. Then the file's name, the year that
-- most deadlines name, the number of the document (〔2023〕5号), the folder; last a line that begins with a year and says
-- what is planned in it. A year that is looked back or ahead to (自2019年以来, 到2030年) is none, nor is one in a sentence.
with
texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        squeezed_text
    from staging.stg_document_texts
    where source_rank <= 6 and regexp_matches(squeezed_text, '(?:^|[^0-9])(?:19|20)[0-9]{2}(?:年|[^0-9]|$)')
),

texts_parted as (
    select
        *,
        string_split(
            regexp_replace(squeezed_text, '((?:19|20)[0-9]{2}(?:年|[^0-9]|$))', '⟦\1', 'g'),
            '⟦'
        ) as pieces
    from texts
),

pieces_numbered as (
    select
        *,
        unnest(range(2, array_length(pieces) + 1)) as piece_no
    from texts_parted
),

-- A year, the words before it and those behind it up to the next: 通报 | 2022 | 年度考核结果并下达.
years_cut as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        squeezed_text,
        right(pieces[piece_no - 1], 6) as before_text,
        pieces[piece_no] as year_text
    from pieces_numbered
    where not regexp_matches(pieces[piece_no - 1], '[0-9]$')
),

years as (
    select
        document_id,
        report_year,
        'side file' as method,
        0 as source_rank,
        0 as text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        null as text
    from staging.stg_side_files
    where report_year is not null
    union all
    select
        document_id,
        left(year_text, 4)::integer as report_year,
        method,
        source_rank,
        text_no,
        substr(year_text, 5, 1) = '年' as is_written_out,
        regexp_matches(before_text, '(?:自|从|到|至|较|比|与|同|〔|\[|\()$')
        or regexp_matches(year_text, '^[0-9]{4}年(?:以来|以前|前|底前|同期|[0-9]{1,2}月[0-9]{1,2}日)') as looks_back,
        regexp_matches(before_text, '下达|分解|印发')
        or regexp_matches(
            regexp_extract(year_text, '^[^并暨和及]*', 0),
            '计划|安排|目标|任务|重点|打算|要点|方案|实事|分解|清单'
        ) as plans,
        regexp_matches(squeezed_text, '^(?:关于)?(?:19|20)[0-9]{2}年') as begins,
        text
    from years_cut
),

-- The deadlines of the targets, where nothing better says the year.
deadline_years as (
    select
        cells.document_id,
        regexp_extract(cells.key_text, '((?:19|20)[0-9]{2})年', 1)::integer as report_year,
        count(*) as year_count,
        sum(count(*)) over (partition by cells.document_id) as deadline_count
    from staging.stg_cells as cells
    inner join staging.stg_columns as columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.column_no = columns.column_no
        and columns.field = 'deadline'
    where regexp_matches(cells.key_text, '(?:19|20)[0-9]{2}年')
    group by cells.document_id, regexp_extract(cells.key_text, '((?:19|20)[0-9]{2})年', 1)
),

deadlines_agreed as (
    select
        document_id,
        report_year
    from deadline_years
    where year_count * 2 > deadline_count and deadline_count >= 2
),

told as (
    select
        years.*,
        case
            when source_rank <= 3 and is_written_out then source_rank
            when source_rank = 5 and is_written_out then 4
            when source_rank <= 3 then 5
            when source_rank = 5 then 6
            when source_rank = 6 and is_written_out then 9
            when source_rank = 4 and is_written_out and plans and begins then 10
        end as trust_no
    from years
    where not looks_back
    union all
    select
        document_id,
        report_year,
        'deadlines' as method,
        4 as source_rank,
        0 as text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        null as text,
        7 as trust_no
    from deadlines_agreed
    union all
    select
        document_id,
        regexp_extract(squeezed_text, '[〔\[(]((?:19|20)[0-9]{2})[〕\])][0-9]{1,4}号', 1)::integer as report_year,
        'document number' as method,
        source_rank,
        text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        text,
        8 as trust_no
    from texts
    where source_rank <= 4
        and length(squeezed_text) <= 60
        and regexp_matches(squeezed_text, '[〔\[(](?:19|20)[0-9]{2}[〕\])][0-9]{1,4}号')
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    report_year::integer as report_year,  -- 年度: the year of the targets
    method::varchar as year_method,  -- 年度出处: side file, title, stated title, table, file name, deadlines, document number, folder or text
    (case
        when trust_no = 0 then 1
        when trust_no <= 4 then 0.95
        when trust_no <= 6 then 0.85
        else 1.1 - 0.06 * trust_no
    end)::double as year_confidence,  -- 年度置信度: 0 to 1
    text::varchar as year_evidence  -- 年度依据: the text that says it, as printed
from told
where trust_no is not null
qualify row_number() over (
    partition by document_id
    order by
        trust_no,
        case when source_rank in (2, 3, 4) then text_no else 0 end,
        case when plans then 0 else 1 end,
        report_year desc,
        text_no
) = 1
