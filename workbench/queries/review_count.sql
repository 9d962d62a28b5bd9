-- How many rows wait. Grain: one row.
select count(*) as row_count
from meta.review_queue
where ($place is null or jurisdiction_name = $place) and ($year is null or report_year = $year)
