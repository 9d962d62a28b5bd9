-- 第一道关所判的值: what each rule of gate 1 judges in a document, a column a rule (expectations/landing_rules.py).
-- grain: document_id
-- NULL where there is nothing to judge: a document without a table is reported for that, not also for lacking a header.
with
-- Titles above the header are a part of their own and no loss: only what is as large as a table counts, and above the
-- header only rows of several texts.
left_out_parts as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no
    from staging.stg_tables as parts
    left join staging.stg_row_shapes as shapes
        on parts.document_id = shapes.document_id
        and parts.table_no = shapes.table_no
        and shapes.row_no between parts.first_row_no and parts.last_row_no
    where parts.role = 'ignored' and parts.row_width >= 3 and parts.last_row_no > parts.first_row_no
    group by parts.document_id, parts.table_no, parts.part_no, parts.ignored_reason
    having parts.ignored_reason is distinct from 'stands above the header'
        or count(case when shapes.distinct_count >= 2 then 1 end) >= 2
),

left_out_tables as (
    select
        document_id,
        count(*) as table_count
    from left_out_parts
    group by document_id
)

select
    profiles.document_id,
    profiles.document_path,
    profiles.filled_cell_count as has_cells,
    case when profiles.filled_cell_count > 0 then profiles.header_count end as has_header,
    case when profiles.header_count > 0 then coalesce(profiles.required_fields_missing, '') end as has_required_columns,
    case when profiles.header_count > 0 then profiles.missing_field_count end as header_wordings_known,
    coalesce(profiles.doubled_header_text, '') as columns_are_unambiguous,
    coalesce(profiles.is_main_table_unread, false) as main_table_read,
    case
        when profiles.header_count > 0 and profiles.missing_field_count = 0 then profiles.unknown_header_count
    end as headers_all_known,
    case when profiles.header_count > 0 then profiles.data_row_count end as has_data_rows,
    profiles.jurisdiction_name as names_its_jurisdiction,
    regexp_full_match(profiles.jurisdiction_name, '[\p{Han}·()（）]{2,40}') as jurisdiction_is_chinese,
    profiles.report_year as names_its_year,
    profiles.document_kind as names_its_kind,
    case when profiles.jurisdiction_name is not null then profiles.jurisdiction_confidence end as place_is_certain,
    case when profiles.report_year is not null then profiles.year_confidence end as year_is_certain,
    profiles.longest_text as has_sane_texts,
    profiles.header_width as has_sane_width,
    profiles.most_numbers as has_sane_numbers,
    profiles.most_names as has_sane_names,
    profiles.name_count as has_sane_name_count,
    profiles.damaged_cell_count as cells_not_damaged,
    case when profiles.damaged_cell_count > 0 then profiles.damaged_cell_share end as text_is_legible,
    profiles.misplaced_share as columns_in_their_places,
    profiles.second_fitting_share as columns_hold_their_kind,
    profiles.torn_share as rows_fit_their_columns,
    profiles.target_filled_share as targets_not_blank,
    profiles.swapped_tense as targets_are_promises,
    profiles.misplaced_share as columns_hold_nothing_else,
    profiles.least_fitting_share as every_column_holds_its_kind,
    profiles.target_filled_share as every_row_has_a_target,
    profiles.least_filled_share as columns_not_empty,
    coalesce(profiles.unread_header_text, '') as nothing_hides_under_remarks,
    profiles.swapped_tense as promises_and_reports_apart,
    profiles.behind_share as some_verdict_is_good,
    profiles.odd_number_count as numbers_are_numbers,
    profiles.falling_number_share as numbers_rise,
    profiles.missing_number_count as numbers_not_missing,
    profiles.numbers_behind_count as numbers_end_with_the_table,
    profiles.repeated_share as year_is_its_own,
    coalesce(profiles.title_years, '') as title_names_the_year,
    coalesce(profiles.title_jurisdiction_name, '') as title_names_the_place,
    coalesce(profiles.unmet_announcement_text, '') as items_as_announced,
    case when profiles.data_row_count > 0 then profiles.short_row_count end as rows_not_short,
    case when profiles.data_row_count > 0 then profiles.long_row_count end as rows_not_long,
    case when profiles.data_row_count > 0 then profiles.left_over_count end as every_text_has_a_field,
    case when profiles.data_row_count > 0 then profiles.number_duplicate_count end as numbers_printed_once,
    case when profiles.header_count > 0 then coalesce(left_out_tables.table_count, 0) else 0 end as tables_not_left_out
from staging.stg_landing_profile as profiles
left join left_out_tables
    on profiles.document_id = left_out_tables.document_id
