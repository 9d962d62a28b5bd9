-- 印出的单位名从不缩短: printed units are never shortened
-- severity: quarantine
-- checked: intermediate.int_unit_names
-- why: 名字少一截或多一截，就成了另一个单位: a name that lost a piece or won one is another unit
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
with
printed as (
    select
        document_id,
        unnest([unit_text, unit_lead_text, unit_support_text]) as unit_cell_text,
        table_no,
        row_no
    from intermediate.int_target_rows
),

first_rows as (
    select
        document_id,
        unit_cell_text,
        min({'table_no': table_no, 'row_no': row_no}) as printed
    from printed
    group by document_id, unit_cell_text
)

select
    names.document_id,
    first_rows.printed.table_no as table_no,
    first_rows.printed.row_no as row_no,
    names.unit_cell_text,
    names.mention_no,
    names.plain_name
from intermediate.int_unit_names as names
left join first_rows
    on names.document_id = first_rows.document_id
    and names.unit_cell_text = first_rows.unit_cell_text
where position(
    regexp_replace(
        translate(names.plain_name, '（）〔〕［］【】〈〉[]：，；／｜．', '()()()()()():,;/|.'),
        '\s+',
        '',
        'g'
    ) in regexp_replace(
        translate(names.unit_cell_text, '（）〔〕［］【】〈〉[]：，；／｜．', '()()()()()():,;/|.'),
        '[\s\x{00A0}\x{2003}\x{3000}\x{FEFF}\x{200B}\x{E000}-\x{E4FF}]+|\((牵头|主办|主责|总牵头|配合|协办|参与|协同)[^()]*\)',
        '',
        'g'
    )
) = 0
