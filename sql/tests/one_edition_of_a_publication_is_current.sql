-- Publications (jurisdiction, year, kind, part; progress reports also by date) without exactly one current edition.
select
    jurisdiction_id,
    report_year,
    document_kind,
    part,
    case when document_kind = 'progress' then as_of_date end as progress_date,
    count(case when is_current then 1 end) as current_count
from marts.dim_document
group by jurisdiction_id, report_year, document_kind, part, case when document_kind = 'progress' then as_of_date end
having count(case when is_current then 1 end) <> 1
