-- 数据弱点: 一份文档的数据弱在何处 / where a document's data is weak
-- 按印出的行计：按可信度分的推断行、待核行、未知单位行；按目标计：缺号、雷同的完成情况（`copied_progress`，即雷同完成
-- 情况，列出它们）；按指标计：存疑指标。 /
-- Counted by printed rows: inferred ones by confidence, those to review, unknown units; by targets: gaps in the
-- numbers, copied progress texts (`copied_progress` shows them); by measures: doubtful ones.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
with
documents as (
    select *
    from marts.dim_document
    where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
),

-- a printed row that names three units is one row
printed_rows as (
    select
        document_id,
        source_table_no,
        source_row_no,
        min(assignment_confidence) as assignment_confidence,
        bool_or(assignment_method = 'segmented') as is_inferred,
        bool_or(needs_review) as needs_review,
        bool_or(unit_kind = 'other') as has_unknown_unit
    from marts.mart_target_progress
    group by document_id, source_table_no, source_row_no
),

counted_rows as (
    select
        document_id,
        count(*) as row_count,
        count(*) filter (where not is_inferred) as exact_row_count,
        count(*) filter (where is_inferred and assignment_confidence >= 0.9) as sure_row_count,
        count(*) filter (where is_inferred and assignment_confidence < 0.9) as unsure_row_count,
        count(*) filter (where needs_review) as review_row_count,
        count(*) filter (where has_unknown_unit) as unknown_unit_row_count
    from printed_rows
    group by document_id
),

numbers as (
    select
        document_id,
        min(try_cast(target_no as integer)) as first_target_no,
        max(try_cast(target_no as integer)) as last_target_no,
        max(try_cast(target_no as integer))
        - min(try_cast(target_no as integer))
        + 1
        - count(distinct try_cast(target_no as integer)) as gap_count
    from marts.dim_target
    group by document_id
),

copies as (
    select
        document_id,
        count(distinct target_id) as copied_target_count
    from marts.mart_claim_audit
    where reason = 'copied_progress'
    group by document_id
),

doubts as (
    select
        document_id,
        sum(case when confidence < 0.7 then 1 else 0 end) as doubtful_measure_count
    from marts.fct_target_measure
    group by document_id
)

select
    documents.jurisdiction_name,  -- 地区: 所属的政府 / the government
    documents.report_year,  -- 年度: 目标所属年度 / the year of the targets
    documents.document_path,  -- 路径: 文档所在 / of the document
    documents.is_compiled,  -- 汇编: 汇编的数字，不是公布的表 / compiled figures, not a published table
    coalesce(counted_rows.row_count, 0) as row_count,  -- 行数: 印出的目标行 / printed rows of targets
    coalesce(counted_rows.exact_row_count, 0) as exact_row_count,  -- 确定行数: 由合并单元格得知、序号下仅此一行，或由人核定 / known from merged cells, alone under their number, or decided by a person
    coalesce(counted_rows.sure_row_count, 0) as sure_row_count,  -- 推断可靠行数: 推断而来，可信度0.9以上 / inferred, 0.9 or surer
    coalesce(counted_rows.unsure_row_count, 0) as unsure_row_count,  -- 推断存疑行数: 推断而来，可信度不到0.9 / inferred, less sure than 0.9
    coalesce(counted_rows.review_row_count, 0) as review_row_count,  -- 待核行数: 应由人核对的行 / a person should look at them
    coalesce(counted_rows.unknown_unit_row_count, 0) as unknown_unit_row_count,  -- 未知单位行数: 所列单位不属于任何已知类别 / name a unit of no known kind
    numbers.first_target_no,  -- 最小序号: 目标的最小编号 / the lowest number of a target
    numbers.last_target_no,  -- 最大序号: 目标的最大编号 / the highest
    coalesce(numbers.gap_count, 0) as number_gap_count,  -- 缺号数: 两者之间缺少的编号 / numbers between them that are not there
    coalesce(copies.copied_target_count, 0) as copied_target_count,  -- 雷同目标数: 完成情况与另一目标雷同的目标 / targets whose progress text stands under another one too
    coalesce(doubts.doubtful_measure_count, 0) as doubtful_measure_count  -- 存疑指标数: 可信度低于0.7的指标 / measures less sure than 0.7
from documents
left join counted_rows
    on counted_rows.document_id = documents.document_id
left join numbers
    on numbers.document_id = documents.document_id
left join copies
    on copies.document_id = documents.document_id
left join doubts
    on doubts.document_id = documents.document_id
order by documents.jurisdiction_name, documents.report_year, documents.document_path
