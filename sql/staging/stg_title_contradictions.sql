-- 标题矛盾: the year or the government that a document's own title names where its side file states another.
-- grain: document_id
-- A title names the stated year where it names it, or years before and after it (2021-2025年); a day (2024年3月5日) and
-- the number of a document (〔2024〕5号) are no year of targets.
with
titles as (
    select
        document_id,
        string_agg(squeezed_text, ' ' order by source_rank, text_no) as text
    from staging.stg_document_texts
    where source_rank in (1, 2) and method <> 'stated title' and length(squeezed_text) <= 80
    group by document_id
),

-- The government that the title names best; of several readings the longest.
places as (
    select
        document_id,
        name_text
    from staging.stg_place_evidence
    where method in ('title', 'table')
    qualify row_number() over (
        partition by document_id order by method_rank, length(name_text) desc, name_text, division_code
    ) = 1
),

years as (
    select
        document_id,
        list_transform(
            regexp_extract_all(
                regexp_replace(
                    text,
                    '[〔\[(](?:19|20)[0-9]{2}[〕\])]|(?:自|从|较|比)(?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{5,}',
                    '',
                    'g'
                ),
                '(?:19|20)[0-9]{2}'
            ),
            lambda year: year::integer
        ) as years
    from titles
)

select
    side_files.document_id::varchar as document_id,  -- 文档键: the document it comes from
    (case
        when side_files.report_year not between list_min(years.years) and list_max(years.years)
            then array_to_string(list_sort(list_distinct(years.years)), ', ')
    end)::varchar as title_years,  -- 标题年度: NULL where it does not contradict the side file
    side_files.report_year::integer as side_file_year,  -- 附注年度: as the side file states it
    (case
        when not contains(titles.text, regexp_replace(side_files.jurisdiction_name, '(.{2,}).$', '\1'))
            and not contains(
                side_files.jurisdiction_name, regexp_replace(places.name_text, '(.{2,}).$', '\1')
            )
            then places.name_text
    end)::varchar as title_jurisdiction_name,  -- 标题地区: NULL where it does not contradict the side file
    side_files.jurisdiction_name::varchar as side_file_jurisdiction_name,  -- 附注地区: as the side file states it
    titles.text::varchar as title_text  -- 标题: what the document prints above its table, squeezed
from staging.stg_side_files as side_files
inner join titles
    on side_files.document_id = titles.document_id
left join years
    on side_files.document_id = years.document_id
left join places
    on side_files.document_id = places.document_id
