-- Every table that gate 2 reads, made from `printed`: one target a row, one unit a target.
insert into raw.cells
    select document_id, 1, row_no, 1, 'text', concat('line ', row_no) from printed
    union all select distinct document_id, 1, 1, 1, '序号', 'line 1' from printed;
create table staging.stg_documents as
    select distinct document_id, document_path, '菏泽市' as jurisdiction_name, 'j' as jurisdiction_id, report_year,
        'result' as document_kind, true as is_current, false as is_compiled from printed;
create table staging.stg_tables as
    select document_id, 1 as table_no, 1 as part_no, 'target' as role, 1 as first_row_no, max(row_no) as last_row_no
    from printed group by document_id;
create table staging.stg_rows as
    select document_id, 1 as table_no, row_no, 'data' as row_kind, '市住房城乡建设局' as unit_text, row_no as unit_row_no, null::varchar as unit_lead_text,
        null::int as unit_lead_row_no, null::varchar as unit_support_text, null::int as unit_support_row_no from printed
    union all select distinct document_id, 1, 1, 'header', null, null, null, null, null, null from printed;
create table intermediate.int_row_blocks as
    select document_id, 1 as chain_no, row_no - 1 as block_no, 1 as table_no, row_no from printed;
create table intermediate.int_block_corrections as
    select '' as jurisdiction, '' as report_year, '' as row_key, '' as target_no, '' as problem, '' as note, '' as decided_by,
        '' as decided_on, document_id from printed where false;
create table intermediate.int_block_correction_problems as select * from intermediate.int_block_corrections;
create table intermediate.int_match_decisions as
    select 1 as decision_no, '' as jurisdiction_name, 2022 as from_year, '' as from_target_no, 2023 as to_year, '' as to_target_no,
        '' as decision, '' as problem, document_id from printed where false;
create table intermediate.int_unit_seed_lines as
    select '' as line_kind, '' as jurisdiction_name, '' as old_name, '' as new_name where false;
create table intermediate.int_unit_seed_problems as select * from intermediate.int_unit_seed_lines;
create table intermediate.int_targets as
    select concat(document_id, row_no) as target_id, document_id, 1 as chain_no, row_no - 1 as block_no,
        (row_no - 1)::varchar as target_no, true as is_current, 1 as anchor_table_no, row_no as anchor_row_no from printed;
create table intermediate.int_target_rows as
    select document_id, 1 as table_no, row_no, false as is_fragment from printed;
create table marts.dim_document as select * from staging.stg_documents;
create table marts.dim_jurisdiction as select 'j' as jurisdiction_id, '菏泽市' as jurisdiction_name;
create table marts.dim_leader as select 'l' as leader_id;
create table marts.dim_unit as select 'u' as unit_id, '市住房城乡建设局' as unit_name;
create table marts.dim_deadline as select 'd' as deadline_id, '年底' as deadline_text, 'date' as deadline_class, date '2023-12-31' as deadline_date;
create table marts.dim_status as select 's' as status_id, '是' as status_text, 'on_track' as status_class;
create table marts.dim_target as
    select concat(document_id, row_no) as target_id, (row_no - 1)::varchar as target_no, concat('目标', row_no) as target_text,
        null::varchar as section_name from printed;
create table marts.bridge_target_leader as select target_id, 'l' as leader_id, 1.0::double as confidence from marts.dim_target;
create table marts.bridge_target_unit as
    select target_id, 'u' as unit_id, 'unspecified' as unit_role, 1.0::double as confidence from marts.dim_target;
create table marts.fct_target_unit as
    select concat(document_id, row_no) as target_id, 'u' as unit_id, document_id, 1 as source_table_no, row_no as source_row_no,
        'd' as deadline_id, 's' as status_id, 0.9::double as assignment_confidence from printed;
create table marts.fct_target_measure as
    select '' as jurisdiction_name, 2023 as report_year, '' as target_no, '' as measure_text, '' as operator,
        1.0::double as target_value, 1.0::double as reported_value, '' as unit_text, false as is_forecast,
        1.0::double as attainment_ratio, 'met' as attainment_class, 1.0::double as confidence;
create table marts.fct_target_match as
    select '' as jurisdiction_name, 2022 as from_year, '' as from_target_no, 2023 as to_year, '' as to_target_no, 'same' as match_kind,
        false as has_new_unit, false as has_new_leader, 0.5::double as similarity, 0.5::double as confidence, false as needs_review;
create table marts.mart_target_progress as
    select document_path, '菏泽市' as jurisdiction_name, report_year, null::varchar as section_name, (row_no - 1)::varchar as target_no,
        concat('目标', row_no) as target_text, ['臧伟'] as leader_names, null::varchar as row_leader_name, null::varchar as row_leader_method,
        case when has_unit then '市住房城乡建设局' end as unit_name, '' as unit_text, 'unspecified' as unit_role,
        '年底' as deadline_text, 'date' as deadline_class, date '2023-12-31' as deadline_date, '已完成' as progress_text,
        '是' as status_text, 'on_track' as status_class, 'segmented' as assignment_method,
        0.9::double as assignment_confidence, is_flagged as needs_review, 1 as source_table_no, row_no as source_row_no
    from printed;
create table marts.mart_yoy_target as select 1 as one;
create table marts.mart_yoy_measure as select 1 as one;
create table marts.mart_yoy_leader as select 1 as one;
create table marts.mart_yoy_unit as select 1 as one;
create table marts.mart_claim_audit as select 1 as one;
drop table printed;
