-- 印出的单位名从不缩短: printed units are never shortened
-- severity: quarantine
-- checked: intermediate.int_unit_names
-- why: 名字少一截或多一截，就成了另一个单位: a name that lost a piece or won one is another unit
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    document_id,
    unit_cell_text,
    mention_no,
    plain_name
from intermediate.int_unit_names
where position(
    regexp_replace(
        translate(plain_name, '（）：，；／｜．', '():,;/|.'),
        '\s+',
        '',
        'g'
    ) in regexp_replace(
        translate(unit_cell_text, '（）：，；／｜．', '():,;/|.'),
        '[\s\x{00A0}\x{2003}\x{3000}\x{FEFF}\x{200B}]+|\((牵头|主办|主责|总牵头|配合|协办|参与|协同)[^()]*\)',
        '',
        'g'
    )
) = 0
