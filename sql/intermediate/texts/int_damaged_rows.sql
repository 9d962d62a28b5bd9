-- 残损行: a printed data row in which a character, a merged cell, or how to read a number or a day is lost.
-- grain: document_id, table_run_no, table_run_row_no
-- A merged cell counts in the row where its text begins. The numbers, names and dates that lost a character are read
-- nowhere. Nor is a number whose signs part no thousands (12 34.5万元, 12,34公里, 1'23亩), as int_measure_texts has it,
-- since its tail would be another number. A deadline of 45291, a spreadsheet's number of a day without the format of
-- one, is read as that day (int_deadlines). Units of a merged cell that left no line behind are those of the row above
-- (stg_carried_cells). Each such row is for a person to look at.
with
day_numbers as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        trim(deadline_text) as day_number
    from staging.stg_rows
    where row_kind = 'data'
        and regexp_matches(trim(deadline_text), '^(?:3[6-9]|4[0-9]|5[0-4])[0-9]{3}$')
        and coalesce(deadline_row_no = row_no, true)
),

damaged_texts as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        list_filter(
            [
                {'field': 'target_no', 'text_row_no': target_no_row_no, 'text': target_no_text},
                {'field': 'target_text', 'text_row_no': target_row_no, 'text': target_text},
                {'field': 'annual_target', 'text_row_no': annual_target_row_no, 'text': annual_target_text},
                {'field': 'leader', 'text_row_no': leader_row_no, 'text': leader_text},
                {'field': 'unit', 'text_row_no': unit_row_no, 'text': unit_text},
                {'field': 'unit_lead', 'text_row_no': unit_lead_row_no, 'text': unit_lead_text},
                {'field': 'unit_support', 'text_row_no': unit_support_row_no, 'text': unit_support_text},
                {'field': 'deadline', 'text_row_no': deadline_row_no, 'text': deadline_text},
                {'field': 'progress', 'text_row_no': progress_row_no, 'text': progress_text},
                {'field': 'progress_pct', 'text_row_no': progress_pct_row_no, 'text': progress_pct_text},
                {'field': 'status', 'text_row_no': status_row_no, 'text': status_text},
                {'field': 'reason', 'text_row_no': reason_row_no, 'text': reason_text},
                {'field': 'next_step', 'text_row_no': next_step_row_no, 'text': next_step_text}
            ],
            lambda printed: contains(printed.text, chr(65533))
                and coalesce(printed.text_row_no = row_no, true)
        ) as damaged
    from staging.stg_rows
    where row_kind = 'data'
        and contains(
            concat_ws(
                '', target_no_text, target_text, annual_target_text, leader_text, unit_text, unit_lead_text,
                unit_support_text, deadline_text, progress_text, progress_pct_text, status_text, reason_text,
                next_step_text
            ),
            chr(65533)
        )
),

-- what is measured and not counted, among all units since the longest that stands behind a number is its own
units_measured as (
    select
        list_sort(
            list(
                {
                    'order_no': -length(measure_unit_text),
                    'measure_unit_text': measure_unit_text,
                    'is_quantity': measure_unit_kind in (
                        'area', 'length', 'volume', 'mass', 'money', 'energy', 'power', 'share', 'points'
                    )
                }
            )
        ) as unit_choices
    from seeds.measure_units
),

number_texts as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        unnest(
            list_filter(
                [
                    {'field_no': 1, 'field': 'target_text', 'text_row_no': target_row_no, 'text': target_text},
                    {
                        'field_no': 2,
                        'field': 'annual_target',
                        'text_row_no': annual_target_row_no,
                        'text': annual_target_text
                    },
                    {'field_no': 3, 'field': 'progress', 'text_row_no': progress_row_no, 'text': progress_text}
                ],
                lambda printed: coalesce(printed.text_row_no = row_no, true)
                    and not contains(printed.text, '分别')
                    and regexp_matches(
                        printed.text, '[0-9](?:,(?:[0-9]{1,2}|[0-9]{4,})(?:[^0-9]|$)|，[0-9]{1,2}，[0-9]|[ ''’ʼ٬_][0-9])'
                    )
            )
        ) as printed
    from staging.stg_rows
    where row_kind = 'data'
        and regexp_matches(
            concat_ws('|', target_text, annual_target_text, progress_text),
            '[0-9](?:,(?:[0-9]{1,2}|[0-9]{4,})(?:[^0-9]|$)|，[0-9]{1,2}，[0-9]|[ ''’ʼ٬_][0-9])'
        )
),

numbers_parted as (
    select
        *,
        regexp_extract_all(printed.text, '[0-9][0-9 ,，''’ʼ٬_]*(?:\.[0-9]+)?|[^0-9]+') as pieces
    from number_texts
),

-- The conditions on a piece must be the same as in int_measure_texts, which stands behind this model and reads none of
-- these numbers.
numbers_checked as (
    select
        numbers_parted.*,
        list_filter(
            range(1, length(pieces) + 1),
            lambda i: regexp_matches(
                    pieces[i],
                    '^(?:[0-9]{2,3}(?:,(?:[0-9]{1,2}|[0-9]{4,})| [0-9]{1,2})'
                    || '|[0-9]{1,3}[''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})'
                    || '|[0-9]{1,3}[,''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})(?:[,''’ʼ٬_][0-9]+)+'
                    || '|[0-9]{1,3}(?:[,''’ʼ٬_][0-9]+)+[,''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})(?:[,''’ʼ٬_][0-9]+)*'
                    || '|[0-9]{1,3}，[0-9]{1,2}(?:，[0-9]{1,3})+'
                    || ')(?:\.[0-9]+)? ?$'
                )
                and not regexp_matches(coalesce(pieces[i - 1], ''), '(?:[A-Za-z第前]|^[,，]) ?$')
                and coalesce(
                    try_cast(split_part(replace(pieces[i], '，', ','), ',', 2) as integer)
                    <> try_cast(split_part(replace(pieces[i], '，', ','), ',', 1) as integer) + 1,
                    true
                )
                and list_filter(
                    unit_choices,
                    lambda unit: starts_with(regexp_replace(pieces[i + 1], '^[十百千万亿]+', ''), unit.measure_unit_text)
                )[1].is_quantity
        )[1] as number_no
    from numbers_parted
    cross join units_measured
),

-- The merge is lost, and a blank cell would look the same.
units_carried as (
    select distinct
        printed.document_id,
        printed.table_run_no,
        printed.table_run_row_no,
        printed.table_no,
        printed.row_no,
        above.source_place as above_place
    from staging.stg_carried_cells as carried
    inner join staging.stg_rows as printed
        on carried.document_id = printed.document_id
        and carried.table_no = printed.table_no
        and carried.row_no = printed.row_no
    inner join staging.stg_rows as above
        on carried.document_id = above.document_id
        and carried.table_no = above.table_no
        and carried.text_row_no = above.row_no
    where carried.field <> 'target_no' and printed.row_kind = 'data'
),

wordings as (
    select
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text}))) as words_of,
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text_zh}))) as words_zh_of
    from seeds.review_reasons
),

field_labels as (
    select map_from_entries(list_sort(list({'field': class, 'label': class_label}))) as label_of
    from seeds.class_labels
    where column_name = 'field'
),

-- each text with what stands around the lost character or the number
damaged_places as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        1 as reason_no,
        'damaged_text' as reason,
        list_transform(
            damaged,
            lambda printed: {
                'field': printed.field,
                'around': regexp_extract(printed.text, '[^\n]{0,12}\x{FFFD}[^\n]{0,12}', 0)
            }
        ) as places
    from damaged_texts
    where array_length(damaged) > 0
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        3 as reason_no,
        'unreadable_number' as reason,
        list_transform(
            list_sort(
                list(
                    {
                        'field_no': printed.field_no,
                        'field': printed.field,
                        'around': concat(
                            regexp_extract(pieces[number_no - 1], '[^\n]{0,8}$', 0),
                            pieces[number_no],
                            regexp_extract(pieces[number_no + 1], '^[^\n]{0,9}', 0)
                        )
                    }
                )
            ),
            lambda found: {'field': found.field, 'around': found.around}
        ) as places
    from numbers_checked
    where number_no is not null
    group by document_id, table_run_no, table_run_row_no, table_no, row_no
),

reasons as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        reason_no,
        replace(
            words_of[reason],
            '{}',
            array_to_string(
                list_transform(places, lambda printed: concat(printed.field, ' (', printed.around, ')')), ', '
            )
        ) as reason_text,
        replace(
            words_zh_of[reason],
            '{}',
            array_to_string(
                list_transform(
                    places,
                    lambda printed: concat(coalesce(label_of[printed.field], printed.field), '（', printed.around, '）')
                ),
                '、'
            )
        ) as reason_text_zh
    from damaged_places
    cross join wordings
    cross join field_labels
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        2 as reason_no,
        replace(words_of['day_number'], '{}', day_number)
        || (date '1899-12-30' + day_number::integer)::varchar as reason_text,
        replace(words_zh_of['day_number'], '{}', day_number)
        || (date '1899-12-30' + day_number::integer)::varchar as reason_text_zh
    from day_numbers
    cross join wordings
    union all
    select
        units_carried.document_id,
        units_carried.table_run_no,
        units_carried.table_run_row_no,
        units_carried.table_no,
        units_carried.row_no,
        4 as reason_no,
        replace(words_of['unit_carried'], '{}', units_carried.above_place) as reason_text,
        replace(words_zh_of['unit_carried'], '{}', units_carried.above_place) as reason_text_zh
    from units_carried
    cross join wordings
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    string_agg(reason_text, '; ' order by reason_no)::varchar as damage_reason,  -- 残损: which fields lost a character or hold a number that is none, with the text around it; which day was meant
    string_agg(reason_text_zh, '；' order by reason_no)::varchar as damage_reason_zh  -- 中文残损: the same in Chinese
from reasons
group by document_id, table_run_no, table_run_row_no, table_no, row_no
