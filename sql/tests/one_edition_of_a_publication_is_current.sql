-- 每种公布只有一版是现行的: one edition of a publication is current
-- severity: quarantine
-- checked: marts.dim_document
-- why: 两版都算现行，目标就会数两遍；一版也没有，就整年不见:
--     with two current editions targets are counted twice, with none the year is gone
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
with
-- A publication is a jurisdiction, year, kind and part; of progress reports also the day. All its documents are named.
editions as (
    select
        document_path,
        jurisdiction_id,
        report_year,
        document_kind,
        part,
        case when document_kind = 'progress' then as_of_date end as progress_date,
        is_current
    from marts.dim_document
),

counted as (
    select
        *,
        count(*) over (
            partition by jurisdiction_id, report_year, document_kind, part, progress_date
        ) as edition_count,
        count(case when is_current then 1 end) over (
            partition by jurisdiction_id, report_year, document_kind, part, progress_date
        ) as current_count
    from editions
)

select
    document_path,
    jurisdiction_id,
    report_year,
    document_kind,
    part,
    progress_date,
    edition_count,
    current_count
from counted
where current_count <> 1
