-- What there is to choose from: places and their years. Grain: place x report_year.
select jurisdiction_name, report_year, any_value(document_kind) as document_kind
from marts.dim_document
where report_year is not null and target_count > 0
group by jurisdiction_name, report_year
order by jurisdiction_name, report_year
