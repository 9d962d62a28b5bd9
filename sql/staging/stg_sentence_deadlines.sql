-- 句中时限: by when, where the sentence of a target says so once, or its units end with it.
-- grain: document_id, table_no, row_no
-- 改造泵站3座,确保9月底前投入运行; 责任单位:市教育局,6月底前完成; 责任单位:市教育局,5月底完成. So may what goes on below
-- the line of the target (below in seeds.header_endings).
-- What is demanded of a project by the end of a month, …项目,要求6月底封顶, is by when as well.
-- Asked only of targets of which no column and no bracket gives a deadline. A month, a quarter, the half or the end of
-- the year with 前 behind it is one, and so is 年内 at the head of a clause or right before its last word, where that says
-- that a work is done (泵站年内建成; 三年内 is none); where there is none, 到2031年 at the head of one is; of several that are
-- printed in their order the last is taken, of others none: each is of a part of the target. What was done by then
-- (已于9月底前完成), what recurs (每月25日前) and what is compared with is no deadline. The text stays whole.
with
-- what is said of a work that is done or in use
ends as (
    select list_sort(list(distinct wording)) as words
    from (
        select wording from seeds.measure_words where word_class in ('stage_end', 'stage_use')
        union all
        select unnest(['完成', '办结']) as wording
    ) as wordings
),

tables_without_deadlines as (
    select
        document_id,
        table_no
    from staging.stg_columns
    group by document_id, table_no
    having bool_and(coalesce(field, 'other') <> 'deadline')
),

rows_dated as (
    select distinct
        document_id,
        table_no,
        row_no
    from staging.stg_bracket_cells
    where deadline_text is not null
),

target_texts as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        -- 11 月底前
        regexp_replace(
            regexp_replace(cells.cell_text, '([0-9])[ \x{3000}\x{00A0}]+([年月日])', '\1\2', 'g'),
            '([年月])[ \x{3000}\x{00A0}]+([0-9])',
            '\1\2',
            'g'
        ) as cell_text,
        columns.field in ('target_text', 'annual_target') as is_target,
        columns.field = 'target_text' as is_text
    from staging.stg_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    inner join staging.stg_columns as columns
        on printed_rows.document_id = columns.document_id
        and printed_rows.table_no = columns.table_no
        and printed_rows.part_no = columns.part_no
        and cells.column_no = columns.column_no
    inner join tables_without_deadlines
        on columns.document_id = tables_without_deadlines.document_id
        and columns.table_no = tables_without_deadlines.table_no
    left join rows_dated
        on cells.document_id = rows_dated.document_id
        and cells.table_no = rows_dated.table_no
        and cells.row_no = rows_dated.row_no
    left join seeds.header_endings as goes_on
        on columns.header_text = goes_on.ending
        and goes_on.field = 'below'
    where (
            columns.field = 'target_text' and columns.slot_no = 1
            or columns.field = 'annual_target' and goes_on.ending is not null
            or columns.field in ('unit', 'unit_lead', 'unit_support')
        )
        and printed_rows.row_kind = 'data'
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
        and rows_dated.document_id is null
        and (
            contains(cells.cell_text, '前')
            or contains(cells.cell_text, '年内')
            or regexp_matches(cells.cell_text, '到[ \x{3000}\x{00A0}]*(?:19|20)[0-9]{2}[ \x{3000}\x{00A0}]*年')
            or case
                when columns.field in ('target_text', 'annual_target')
                    then regexp_matches(cells.cell_text, '[0-9][ \x{3000}\x{00A0}]*月|季度|半年|年[底末]')
                else regexp_matches(cells.cell_text, '[月季年][底末度]|月.{0,6}(?:完成|办结)')
            end
        )
),

-- the last clause, and what of it stands before such a word
clauses as (
    select
        target_texts.*,
        ends.words as end_words,
        rtrim(target_texts.cell_text, '。；; ' || chr(10)) as whole_text,
        list_filter(ends.words, lambda word: ends_with(whole_text, word))[1] as end_word,
        regexp_extract(left(whole_text, length(whole_text) - length(end_word)), '[，,；;。][^，,；;。]*$') as last_clause
    from target_texts
    cross join ends
),

phrases as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        is_target,
        is_text,
        cell_text,
        case
            when is_target
                then list_concat(
                    case
                        when array_length(regexp_extract_all(cell_text, '[0-9]月|季度|半年|年[底末]')) = 1
                            then list_concat(
                                regexp_extract_all(
                                    cell_text,
                                    '^\s*((?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月[底末份]?|第?[一二三四]季度末?|上半年|年[底末]))完成',
                                    1
                                ),
                                -- 某厂项目,要求6月底厂房封顶
                                regexp_extract_all(
                                    cell_text,
                                    '[，,。；;：:]要求[于在到]?((?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月[底末]|第?[一二三四]季度末|年[底末]))(?:[^之以前]|$)',
                                    1
                                )
                            )
                        else []
                    end,
                    regexp_extract_all(
                        cell_text,
                        '[^0-9，,。；;、]{0,4}(?:(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[底末])?|第?[一二三四]季度末?|上半年|年[底末])|(?:19|20)[0-9]{2}年[底末])(?:之?前|以前)|(?:^|[，,。；;：:])\s*(?:确保|力争|争取|计划)?年内|各[一-龥]{2,6}年内'
                    ),
                    -- 污水处理厂年内投用: no clause begins with it, and one ends with what is done by then
                    case
                        when regexp_matches(cell_text, '(?:^|[，,。；;：:])\s*(?:确保|力争|争取|计划)?年内|各[一-龥]{2,6}年内') then []
                        else list_transform(
                            list_filter(
                                regexp_extract_all(
                                    cell_text,
                                    '[^0-9，,。；;、：:]{0,4}[^0-9，,。；;、：:一二三四五六七八九十两几数近多半每周期学]年内(?:全部|全面|正式)?[一-龥]{2,4}(?:[，,。；;]|$)'
                                ),
                                lambda phrase: list_bool_or(
                                    list_transform(end_words, lambda word: ends_with(rtrim(phrase, '，,。；;'), word))
                                )
                            ),
                            lambda phrase: regexp_extract(phrase, '^.*年内')
                        )
                    end,
                    coalesce(
                        regexp_extract_all(
                            last_clause,
                            '([^0-9，,。；;、]{0,4}(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月[底末份]?|第?[一二三四]季度末?|上半年|年[底末]))(?:全部|全面|正式)?$',
                            1
                        ),
                        []
                    )
                )
            else regexp_extract_all(
                cell_text,
                concat(
                    '[，,；;、。]\s*(?:',
                    '(?:(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[底末])?|第?[一二三四]季度末?|上半年|年[底末])|(?:19|20)[0-9]{2}年[底末])',
                    '(?:之?前|以前|[一-龥]{0,2}(?:完成|办结))|(?:(?:(?:19|20)[0-9]{2})?年|[0-9]{1,2}月)[底末]|年内)(?:[一-龥]{0,2}(?:完成|办结))?[。；;]?$'
                )
            )
        end as found
    from clauses
),

-- 到2031年,达标率达到95%: the year that a target is for, where nothing in it is nearer
phrases_or_years as (
    select
        * exclude (found, cell_text),
        case
            when is_target and array_length(found) = 0
                then regexp_extract_all(cell_text, '(?:^|[，,。；;：:—])\s*(到\s*(?:19|20)[0-9]{2}年)(?:[^底末初0-9之以前]|$)', 1)
            else found
        end as found
    from phrases
),

-- 6月底前开工,12月底前完工: of stages that are printed in their order the last is by when all of it is done
staged as (
    select
        *,
        list_transform(
            found,
            lambda phrase: 100 * coalesce(
                try_cast(nullif(regexp_extract(phrase, '((?:19|20)[0-9]{2})年', 1), '') as integer), 0
            )
            + case
                when regexp_matches(phrase, '[0-9]月') then regexp_extract(phrase, '([0-9]{1,2})月', 1)::integer
                when contains(phrase, '一季度') then 3
                when contains(phrase, '二季度') or contains(phrase, '上半年') then 6
                when contains(phrase, '三季度') then 9
                else 12
            end
        ) as months,
        list_sort(list_distinct(months)) = months
        and (list_max(months) < 100 or list_min(months) > 100) as is_in_order
    from phrases_or_years
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: ordinal of the table in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where the words are landed
    regexp_extract(
        found[-1],
        concat(
            '((?:(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[底末份])?|第?[一二三四]季度末?|上半年|年[底末])|(?:19|20)[0-9]{2}年[底末])',
            '(?:之?前|以前)?|年内|(?:19|20)[0-9]{2}年)(?:[一-龥]{0,2}(?:完成|办结))?[。；;]?$'
        ),
        1
    )::varchar as deadline_text  -- 完成时限: the words that say by when, as printed but for blanks
from staged
where array_length(found) > 0
    and (array_length(found) = 1 or (is_target and is_in_order))
    and not regexp_matches(array_to_string(found, ''), '[已每截自比较]')
-- what the units end with goes before the sentence of the target
qualify row_number() over (partition by document_id, table_no, row_no order by is_target, not is_text, column_no) = 1
