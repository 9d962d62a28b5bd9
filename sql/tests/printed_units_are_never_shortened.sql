-- Units whose characters, in order, are not those of the cell that prints them: a name lost a piece or won one.
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
