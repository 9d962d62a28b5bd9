-- 数据行: every printed row of the target tables with the canonical columns, everything as printed.
-- grain: document_id, table_no, row_no
-- A table run is parts with one header, read as one table that continues; table_run_row_no counts its data rows.
with
printed_rows as (
    select
        printed_rows.document_id,
        printed_rows.table_no,
        printed_rows.row_no,
        printed_rows.part_no,
        printed_rows.table_run_no,
        printed_rows.row_kind,
        printed_rows.cell_count,
        printed_rows.span_is_known,
        printed_rows.source_place
    from staging.stg_printed_rows as printed_rows
    inner join staging.stg_documents as documents
        on printed_rows.document_id = documents.document_id
),

-- Each text once: a cell merged over two columns of one field counts where it begins.
data_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.cell_text,
        cells.field,
        cells.slot_no,
        cells.text_row_no
    from staging.stg_field_cells as cells
    inner join staging.stg_documents as documents
        on cells.document_id = documents.document_id
),

-- has_several: a field that may be a list is printed in several columns of the row
single_fields as (
    select
        document_id,
        table_no,
        row_no,
        max(case when field = 'target_no' and slot_no = 1 then cell_text end) as target_no_text,
        max(case when field = 'target_no' and slot_no = 1 then text_row_no end) as target_no_row_no,
        max(case when field = 'target_text' and slot_no = 1 then cell_text end) as target_text,
        max(case when field = 'target_text' and slot_no = 1 then text_row_no end) as target_row_no,
        max(case when field = 'annual_target' and slot_no = 1 then cell_text end) as annual_target_text,
        max(case when field = 'annual_target' and slot_no = 1 then text_row_no end) as annual_target_row_no,
        min(case when field = 'leader' then cell_text end) as leader_text,
        min(case when field = 'leader' then text_row_no end) as leader_row_no,
        min(case when field = 'unit' then cell_text end) as unit_text,
        min(case when field = 'unit' then text_row_no end) as unit_row_no,
        min(case when field = 'unit_lead' then cell_text end) as unit_lead_text,
        min(case when field = 'unit_lead' then text_row_no end) as unit_lead_row_no,
        min(case when field = 'unit_support' then cell_text end) as unit_support_text,
        min(case when field = 'unit_support' then text_row_no end) as unit_support_row_no,
        max(case when field = 'deadline' and slot_no = 1 then cell_text end) as deadline_text,
        max(case when field = 'deadline' and slot_no = 1 then text_row_no end) as deadline_row_no,
        min(
            case when field = 'progress' then {'slot_no': slot_no, 'cell_text': cell_text} end
        ).cell_text as progress_text,
        min(
            case when field = 'progress' then {'slot_no': slot_no, 'row_no': text_row_no} end
        ).row_no as progress_row_no,
        max(case when field = 'progress_pct' and slot_no = 1 then cell_text end) as progress_pct_text,
        max(case when field = 'progress_pct' and slot_no = 1 then text_row_no end) as progress_pct_row_no,
        max(case when field = 'status' and slot_no = 1 then cell_text end) as status_text,
        max(case when field = 'status' and slot_no = 1 then text_row_no end) as status_row_no,
        max(case when field = 'measure_unit' and slot_no = 1 then cell_text end) as measure_unit_text,
        min(case when field = 'reason' then cell_text end) as reason_text,
        min(case when field = 'reason' then text_row_no end) as reason_row_no,
        min(case when field = 'next_step' then cell_text end) as next_step_text,
        min(case when field = 'next_step' then text_row_no end) as next_step_row_no,
        count(case when field = 'leader' then 1 end) > 1
        or count(case when field = 'unit' then 1 end) > 1
        or count(case when field = 'unit_lead' then 1 end) > 1
        or count(case when field = 'unit_support' then 1 end) > 1
        or count(case when field = 'reason' then 1 end) > 1
        or count(case when field = 'next_step' then 1 end) > 1 as has_several
    from data_cells
    group by document_id, table_no, row_no
),

-- Texts of one field stand one below the other. Such rows are few, and putting texts in order is dear.
fields_joined as (
    select
        data_cells.document_id,
        data_cells.table_no,
        data_cells.row_no,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'leader'
        ) as leader_text,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'unit'
        ) as unit_text,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'unit_lead'
        ) as unit_lead_text,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'unit_support'
        ) as unit_support_text,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'reason'
        ) as reason_text,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.slot_no, data_cells.column_no) filter (
            where data_cells.field = 'next_step'
        ) as next_step_text
    from data_cells
    inner join single_fields
        on data_cells.document_id = single_fields.document_id
        and data_cells.table_no = single_fields.table_no
        and data_cells.row_no = single_fields.row_no
    where single_fields.has_several
    group by data_cells.document_id, data_cells.table_no, data_cells.row_no
),

-- 完成情况 | 取得成效 of one period: what came of the work is said in both.
effect_columns as (
    select
        effects.document_id,
        effects.table_no,
        effects.part_no,
        effects.column_no
    from staging.stg_columns as effects
    inner join staging.stg_columns as accounts
        on effects.document_id = accounts.document_id
        and effects.table_no = accounts.table_no
        and effects.part_no = accounts.part_no
        and accounts.field = 'progress'
        and accounts.slot_no = 1
        and effects.period_text is not distinct from accounts.period_text
    where effects.is_effect and not accounts.is_effect
),

effect_texts as (
    select
        data_cells.document_id,
        data_cells.table_no,
        data_cells.row_no,
        string_agg(data_cells.cell_text, chr(10) order by data_cells.column_no) as effect_text
    from data_cells
    inner join printed_rows
        on data_cells.document_id = printed_rows.document_id
        and data_cells.table_no = printed_rows.table_no
        and data_cells.row_no = printed_rows.row_no
    inner join effect_columns
        on data_cells.document_id = effect_columns.document_id
        and data_cells.table_no = effect_columns.table_no
        and data_cells.column_no = effect_columns.column_no
        and printed_rows.part_no = effect_columns.part_no
    where data_cells.field = 'progress'
    group by data_cells.document_id, data_cells.table_no, data_cells.row_no
),

-- Units of a merged cell that left no line behind in this row.
units_carried as (
    select
        document_id,
        table_no,
        row_no,
        max(text_row_no) as text_row_no,
        max(case when field = 'unit' then cell_text end) as unit_text,
        max(case when field = 'unit_lead' then cell_text end) as unit_lead_text,
        max(case when field = 'unit_support' then cell_text end) as unit_support_text
    from staging.stg_carried_cells
    where field <> 'target_no'
    group by document_id, table_no, row_no
),

fields as (
    select
        single_fields.* exclude (
            leader_text,
            unit_text,
            unit_row_no,
            unit_lead_text,
            unit_lead_row_no,
            unit_support_text,
            unit_support_row_no,
            progress_text,
            reason_text,
            next_step_text
        ),
        coalesce(joined.leader_text, single_fields.leader_text) as leader_text,
        coalesce(joined.unit_text, single_fields.unit_text, carried.unit_text) as unit_text,
        coalesce(
            single_fields.unit_row_no, case when carried.unit_text is not null then carried.text_row_no end
        ) as unit_row_no,
        coalesce(joined.unit_lead_text, single_fields.unit_lead_text, carried.unit_lead_text) as unit_lead_text,
        coalesce(
            single_fields.unit_lead_row_no, case when carried.unit_lead_text is not null then carried.text_row_no end
        ) as unit_lead_row_no,
        coalesce(
            joined.unit_support_text, single_fields.unit_support_text, carried.unit_support_text
        ) as unit_support_text,
        coalesce(
            single_fields.unit_support_row_no,
            case when carried.unit_support_text is not null then carried.text_row_no end
        ) as unit_support_row_no,
        case
            when effect_texts.effect_text <> single_fields.progress_text
                then concat_ws(chr(10), single_fields.progress_text, effect_texts.effect_text)
            else single_fields.progress_text
        end as progress_text,
        coalesce(joined.reason_text, single_fields.reason_text) as reason_text,
        coalesce(joined.next_step_text, single_fields.next_step_text) as next_step_text
    from single_fields
    left join fields_joined as joined
        on single_fields.document_id = joined.document_id
        and single_fields.table_no = joined.table_no
        and single_fields.row_no = joined.row_no
    left join units_carried as carried
        on single_fields.document_id = carried.document_id
        and single_fields.table_no = carried.table_no
        and single_fields.row_no = carried.row_no
    left join effect_texts
        on single_fields.document_id = effect_texts.document_id
        and single_fields.table_no = effect_texts.table_no
        and single_fields.row_no = effect_texts.row_no
),

number_columns as (
    select
        document_id,
        table_no,
        count(case when text_row_no = row_no then 1 end) as number_count
    from data_cells
    where field = 'target_no'
    group by document_id, table_no
),

-- Where no column holds the numbers they may stand before the text: 14.改扩建…, 1 . 改扩建…, (1), 1), 1、, 1。, (一).
glued_numbers as (
    select
        fields.document_id,
        fields.table_no,
        fields.row_no,
        fields.target_row_no,
        number_columns.number_count,
        regexp_extract(
            fields.target_text,
            '^\s*([(（]?\s?[0-9０-９]{1,3}\s?[)）]?\s?[、.．。·﹒﹑]|[(（]?\s?[0-9０-９]{1,3}\s?[)）]|[(（]\s?[一二三四五六七八九十]{1,3}\s?[)）]|[一二三四五六七八九十]{1,3}\s?[、.．﹒﹑]|[①-⒛㉑-㉟㊱-㊿][、.]?)',
            1
        ) as number_text
    from fields
    inner join printed_rows
        on fields.document_id = printed_rows.document_id
        and fields.table_no = printed_rows.table_no
        and fields.row_no = printed_rows.row_no
    left join number_columns
        on fields.document_id = number_columns.document_id
        and fields.table_no = number_columns.table_no
    where (number_columns.table_no is null or not printed_rows.span_is_known) and fields.target_text is not null
),

-- Numbers that hardly repeat count the targets; those that begin anew in every cell count the steps within a target.
-- Beside a column of numbers nearly every text must have its own, and the column at most every second row: it numbers
-- groups, whose merged cells are lost.
trusted_glued_numbers as (
    select
        document_id,
        table_no
    from glued_numbers
    where target_row_no = row_no
    group by document_id, table_no
    having count(nullif(number_text, '')) * 2 >= count(*)
        and count(distinct nullif(number_text, '')) * 10 >= count(nullif(number_text, '')) * 8
        and (
            max(number_count) is null
            or (
                count(distinct nullif(number_text, '')) * 10 >= count(*) * 8
                and max(number_count) * 2 <= count(*)
            )
        )
),

-- 一、扩建小学 | … | 任务目标:扩建校舍2000平方米: a name with the number stands over each target in a column of its own.
numbered_names as (
    select
        fields.document_id,
        fields.table_no,
        fields.row_no,
        min(
            nullif(regexp_extract(cells.cell_text, '^\s*([0-9]{1,3}\s?[、.．。·﹒﹑]|[一二三四五六七八九十]{1,3}\s?[、.．﹒﹑])', 1), '')
        ) as number_text
    from fields
    inner join printed_rows
        on fields.document_id = printed_rows.document_id
        and fields.table_no = printed_rows.table_no
        and fields.row_no = printed_rows.row_no
        and printed_rows.row_kind = 'data'
    left join data_cells as cells
        on fields.document_id = cells.document_id
        and fields.table_no = cells.table_no
        and fields.row_no = cells.row_no
        and fields.row_no = cells.text_row_no
        and cells.field = 'target_text'
        and cells.slot_no >= 2
    left join number_columns
        on fields.document_id = number_columns.document_id
        and fields.table_no = number_columns.table_no
    where number_columns.table_no is null
    group by fields.document_id, fields.table_no, fields.row_no
),

-- Only where every row has such a name, each with another number; else they number groups.
trusted_names as (
    select
        document_id,
        table_no
    from numbered_names
    group by document_id, table_no
    having count(*) >= 2
        and count(number_text) = count(*)
        and count(distinct number_text) = count(*)
),

numbers as (
    select
        fields.document_id,
        fields.table_no,
        fields.row_no,
        coalesce(
            case when trusted.table_no is not null then nullif(glued.number_text, '') end,
            fields.target_no_text,
            case when trusted_names.table_no is not null then numbered_names.number_text end
        ) as target_no_text,
        coalesce(
            case when trusted.table_no is not null and glued.number_text <> '' then glued.target_row_no end,
            fields.target_no_row_no,
            case when trusted_names.table_no is not null then fields.row_no end
        ) as target_no_row_no
    from fields
    left join numbered_names
        on fields.document_id = numbered_names.document_id
        and fields.table_no = numbered_names.table_no
        and fields.row_no = numbered_names.row_no
    left join trusted_names
        on fields.document_id = trusted_names.document_id
        and fields.table_no = trusted_names.table_no
    left join glued_numbers as glued
        on fields.document_id = glued.document_id
        and fields.table_no = glued.table_no
        and fields.row_no = glued.row_no
    left join trusted_glued_numbers as trusted
        on fields.document_id = trusted.document_id
        and fields.table_no = trusted.table_no
),

-- Where spans are lost and every row says what is to be done and how much of it, a row without a number goes on with
-- the merged one above it; so it does where a merged cell left no line behind and the row lacks nothing else.
tables_of_goals as (
    select
        fields.document_id,
        fields.table_no
    from fields
    inner join printed_rows
        on fields.document_id = printed_rows.document_id
        and fields.table_no = printed_rows.table_no
        and fields.row_no = printed_rows.row_no
    where not printed_rows.span_is_known
    group by fields.document_id, fields.table_no
    having count(fields.target_no_text) >= 3
        and count(fields.target_no_text) < count(*)
        and count(fields.target_text) * 10 >= count(*) * 9
        and count(
            case
                when regexp_matches(
                    coalesce(fields.annual_target_text, fields.progress_text), '^[^0-9]{0,5}[0-9]'
                ) then 1
            end
        ) * 10 >= count(*) * 8
    union
    select
        document_id,
        table_no
    from staging.stg_carried_cells
    where field = 'target_no'
),

numbers_carried as (
    select
        numbers.document_id,
        numbers.table_no,
        numbers.row_no,
        case
            when tables_of_goals.table_no is null then numbers.target_no_text
            else coalesce(
                numbers.target_no_text,
                last_value(numbers.target_no_text ignore nulls) over rows_above
            )
        end as target_no_text,
        case
            when tables_of_goals.table_no is null then numbers.target_no_row_no
            else coalesce(
                numbers.target_no_row_no,
                last_value(numbers.target_no_row_no ignore nulls) over rows_above
            )
        end as target_no_row_no,
        tables_of_goals.table_no is not null as is_of_goals
    from numbers
    left join tables_of_goals
        on numbers.document_id = tables_of_goals.document_id
        and numbers.table_no = tables_of_goals.table_no
    window rows_above as (
        partition by numbers.document_id, numbers.table_no
        order by numbers.row_no
        rows between unbounded preceding and current row
    )
),

-- ①, ⑵, 4. and Ⅴ are a number each; a number of which a sign is lost is none.
signs_read as (
    select
        numbers_carried.document_id,
        numbers_carried.table_no,
        numbers_carried.row_no,
        numbers_carried.target_no_text,
        numbers_carried.target_no_row_no,
        case
            when not contains(numbers_carried.target_no_text, chr(65533))
                then coalesce(signs.number, numbers_carried.target_no_text)
        end as number_text
    from numbers_carried
    left join seeds.numbering_signs as signs
        on regexp_replace(numbers_carried.target_no_text, '[\s.．、)）]', '', 'g') = signs.sign
),

digits as (
    select
        document_id,
        table_no,
        row_no,
        target_no_text,
        target_no_row_no,
        regexp_extract(number_text, '[0-9]+', 0) as digit_text,
        regexp_extract(number_text, '^[^一-龥]*([一二三四五六七八九十]{1,3})是?[^一-龥]*$', 1) as numeral_text,
        regexp_extract(
            translate(regexp_replace(number_text, '\s|<br>', '', 'g'), '－–—（）', '---()'),
            '^[(]?0*([0-9]{1,3}(?:[.-][0-9]{1,3})+)[).、]*$',
            1
        ) as sub_number_text
    from signs_read
),

-- 1-1, 1-2 or 2.1, 2.2 count targets within a group. A number written with a fraction (1.0, 2.0) or a range (1-3, 4-6)
-- has no brother with the same beginning and is that beginning.
documents_with_sub_numbers as (
    select distinct document_id
    from (
        select
            document_id,
            regexp_extract(sub_number_text, '^(.*)[.-][0-9]+$', 1) as group_text
        from digits
        where sub_number_text <> ''
        group by document_id, regexp_extract(sub_number_text, '^(.*)[.-][0-9]+$', 1)
        having count(distinct sub_number_text) > 1
    ) as groups_with_brothers
),

-- Several rows under one merged number, each with a text of its own, are targets of their own: 1-1, 1-2.
texts_under_numbers as (
    select
        fields.document_id,
        fields.table_no,
        fields.row_no,
        numbers_carried.target_no_row_no,
        numbers_carried.is_of_goals,
        row_number() over under_number as item_no,
        count(*) over under_number_whole as row_count,
        count(case when fields.target_row_no = fields.row_no and fields.target_text is not null then 1 end)
            over under_number_whole as text_count
    from fields
    inner join numbers_carried
        on fields.document_id = numbers_carried.document_id
        and fields.table_no = numbers_carried.table_no
        and fields.row_no = numbers_carried.row_no
    where fields.target_no_text is not null
        or (numbers_carried.is_of_goals and numbers_carried.target_no_text is not null)
    window
        under_number as (
            partition by fields.document_id, fields.table_no, numbers_carried.target_no_row_no order by fields.row_no
        ),
        under_number_whole as (
            partition by fields.document_id, fields.table_no, numbers_carried.target_no_row_no
        )
),

items_under_numbers as (
    select
        texts_under_numbers.document_id,
        texts_under_numbers.table_no,
        texts_under_numbers.row_no,
        texts_under_numbers.item_no
    from texts_under_numbers
    inner join printed_rows
        on texts_under_numbers.document_id = printed_rows.document_id
        and texts_under_numbers.table_no = printed_rows.table_no
        and texts_under_numbers.row_no = printed_rows.row_no
    where texts_under_numbers.row_count > 1
        and texts_under_numbers.text_count = texts_under_numbers.row_count
        and (printed_rows.span_is_known or texts_under_numbers.is_of_goals)
),

numbers_in_digits as (
    select
        digits.document_id,
        digits.table_no,
        digits.row_no,
        digits.target_no_text,
        digits.target_no_row_no,
        (
            case
                when digits.sub_number_text <> '' and documents_with_sub_numbers.document_id is not null
                    then digits.sub_number_text
                when digits.digit_text <> '' then coalesce(nullif(ltrim(digits.digit_text, '0'), ''), '0')
                when digits.numeral_text <> ''
                    then (
                        case
                            when digits.numeral_text not like '%十%' then 0
                            when substr(digits.numeral_text, 1, 1) = '十' then 10
                            else 10 * strpos('一二三四五六七八九', substr(digits.numeral_text, 1, 1))
                        end
                        + strpos('一二三四五六七八九', substr(digits.numeral_text, length(digits.numeral_text), 1))
                    )::varchar
            end
        ) as number
    from digits
    left join documents_with_sub_numbers
        on digits.document_id = documents_with_sub_numbers.document_id
),

realigned_rows as (
    select distinct
        document_id,
        table_no,
        row_no
    from staging.stg_cell_alignments
    where is_moved
),

numbered_rows as (
    select
        printed_rows.*,
        row_sections.section_name,
        case
            when printed_rows.row_kind = 'data'
                then count(case when printed_rows.row_kind = 'data' then 1 end) over (
                    partition by printed_rows.document_id, printed_rows.table_run_no
                    order by printed_rows.table_no, printed_rows.row_no
                    rows between unbounded preceding and current row
                )
        end as table_run_row_no
    from printed_rows
    left join staging.stg_row_sections as row_sections
        on printed_rows.document_id = row_sections.document_id
        and printed_rows.table_no = row_sections.table_no
        and printed_rows.row_no = row_sections.row_no
),

assessed_parts as (
    select distinct
        document_id,
        table_no,
        part_no
    from staging.stg_columns
    where is_assessor
)

select
    numbered_rows.document_id::varchar as document_id,  -- 文档键: the document it comes from
    numbered_rows.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    numbered_rows.table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of a data row in its table run, NULL for other rows
    numbered_rows.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    numbered_rows.row_no::integer as row_no,  -- 行号: printed row, headers counted
    numbered_rows.source_place::varchar as source_place,  -- 出处: in the source's own words
    numbered_rows.row_kind::varchar as row_kind,  -- 行类: header, section, data, note or blank
    numbered_rows.span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states merged cells
    numbered_rows.cell_count::integer as cell_count,  -- 格数: cells of the row
    (realigned_rows.row_no is not null)::boolean as is_realigned,  -- 已归位: a short row whose values were moved to their columns
    numbered_rows.section_name::varchar as section_name,  -- 板块: the headings over the target, from the outermost to the nearest
    (numbers_in_digits.number || coalesce('-' || items_under_numbers.item_no, ''))::varchar as target_no,  -- 目标序号: the number in digits, leading zeros off, with its sub-number (1-2) where they are printed or several texts stand under one number; NULL where none
    numbers_in_digits.target_no_text::varchar as target_no_text,  -- 序号原文: as printed; a merged cell's on every row it covers where spans are known
    numbers_in_digits.target_no_row_no::integer as target_no_row_no,  -- 序号行号: the printed row where that text begins
    fields.target_text::varchar as target_text,  -- 责任目标: as printed; a merged cell's on every row it covers where spans are known
    fields.target_row_no::integer as target_row_no,  -- 目标行号: the printed row where that text begins
    fields.annual_target_text::varchar as annual_target_text,  -- 年度目标: as printed; a merged cell's on every row it covers where spans are known
    fields.annual_target_row_no::integer as annual_target_row_no,  -- 年度目标行号: the printed row where that text begins
    fields.leader_text::varchar as leader_text,  -- 领导: as printed; a merged cell's on every row it covers where spans are known
    fields.leader_row_no::integer as leader_row_no,  -- 领导行号: the printed row where that text begins
    nullif(concat_ws(chr(10), fields.unit_text, section_units.unit_text), '')::varchar as unit_text,  -- 单位原文: as printed; a merged cell's on every row it covers where spans are known
    coalesce(fields.unit_row_no, section_units.row_no)::integer as unit_row_no,  -- 责任单位行号: the printed row where that text begins
    fields.unit_lead_text::varchar as unit_lead_text,  -- 牵头单位: as printed; a merged cell's on every row it covers where spans are known
    fields.unit_lead_row_no::integer as unit_lead_row_no,  -- 牵头单位行号: the printed row where that text begins
    fields.unit_support_text::varchar as unit_support_text,  -- 配合单位: as printed; a merged cell's on every row it covers where spans are known
    fields.unit_support_row_no::integer as unit_support_row_no,  -- 配合单位行号: the printed row where that text begins
    fields.deadline_text::varchar as deadline_text,  -- 完成时限: as printed; a merged cell's on every row it covers where spans are known
    fields.deadline_row_no::integer as deadline_row_no,  -- 完成时限行号: the printed row where that text begins
    fields.progress_text::varchar as progress_text,  -- 完成情况: as printed; a merged cell's on every row it covers where spans are known
    fields.progress_row_no::integer as progress_row_no,  -- 完成情况行号: the printed row where that text begins
    fields.progress_pct_text::varchar as progress_pct_text,  -- 完成比例: as printed; a merged cell's on every row it covers where spans are known
    fields.progress_pct_row_no::integer as progress_pct_row_no,  -- 完成比例行号: the printed row where that text begins
    fields.status_text::varchar as status_text,  -- 评价原文: as printed; a merged cell's on every row it covers where spans are known
    fields.status_row_no::integer as status_row_no,  -- 是否完成行号: the printed row where that text begins
    fields.reason_text::varchar as reason_text,  -- 说明: as printed; a merged cell's on every row it covers where spans are known
    fields.reason_row_no::integer as reason_row_no,  -- 说明行号: the printed row where that text begins
    fields.next_step_text::varchar as next_step_text,  -- 下步打算: as printed; a merged cell's on every row it covers where spans are known
    fields.next_step_row_no::integer as next_step_row_no,  -- 下步打算行号: the printed row where that text begins
    fields.measure_unit_text::varchar as measure_unit_text,  -- 计量单位: what the figures of the row are counted in, as printed
    numbered_rows.part_no::integer as part_no,  -- 段序: the part of the table, see stg_tables
    (assessed_parts.part_no is not null)::boolean as unit_assesses  -- 单位考核: whether the units of the row assess the target and do not answer for it
from numbered_rows
left join fields
    on numbered_rows.document_id = fields.document_id
    and numbered_rows.table_no = fields.table_no
    and numbered_rows.row_no = fields.row_no
left join numbers_in_digits
    on numbered_rows.document_id = numbers_in_digits.document_id
    and numbered_rows.table_no = numbers_in_digits.table_no
    and numbered_rows.row_no = numbers_in_digits.row_no
left join items_under_numbers
    on numbered_rows.document_id = items_under_numbers.document_id
    and numbered_rows.table_no = items_under_numbers.table_no
    and numbered_rows.row_no = items_under_numbers.row_no
left join staging.stg_section_units as section_units
    on numbered_rows.document_id = section_units.document_id
    and numbered_rows.table_no = section_units.table_no
    and numbered_rows.row_no = section_units.row_no
left join realigned_rows
    on numbered_rows.document_id = realigned_rows.document_id
    and numbered_rows.table_no = realigned_rows.table_no
    and numbered_rows.row_no = realigned_rows.row_no
left join assessed_parts
    on numbered_rows.document_id = assessed_parts.document_id
    and numbered_rows.table_no = assessed_parts.table_no
    and numbered_rows.part_no = assessed_parts.part_no
