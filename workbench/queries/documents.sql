-- The documents of a place and year. Grain: document.
select
    document_id, document_path, title_text, jurisdiction_name, report_year, document_kind, as_of_date, published_on,
    edition_no, edition_count, is_current, speaks_for_year, is_compiled, span_is_known, data_row_count, target_count,
    format, source_url
from marts.dim_document
where ($place is null or jurisdiction_name = $place) and ($year is null or report_year = $year)
order by jurisdiction_name, report_year desc, speaks_for_year desc, document_path
limit $row_limit
