-- What there is to choose from: places and their years. Grain: place x report_year.
select distinct jurisdiction_name, report_year
from marts.dim_document
where report_year is not null and target_count > 0
order by jurisdiction_name, report_year
