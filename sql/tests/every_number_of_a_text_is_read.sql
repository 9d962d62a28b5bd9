-- 一段文字里的数字都读到了: every number of a text is read
-- severity: warn
-- checked: intermediate.int_measure_numbers
-- why: 一段文字的数字多到不像话时只读前面的，不读的要说出来: of a text with more numbers than any honest one only the first are
--     read, and what is not read is reported
-- remedy: 打开原文看那一格：是几个单元格并成了一个，还是不该在这里的内容:
--     open the source at that cell: several cells may have become one, or it holds what does not belong there
with
weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.measure_weights
)

select
    numbers.document_id,
    texts.table_no,
    texts.row_no,
    texts.text_name,
    numbers.number_count as printed_count,
    weights.value_of['most_numbers']::integer as read_count
from intermediate.int_measure_numbers as numbers
inner join intermediate.int_measure_texts as texts
    on texts.document_id = numbers.document_id
    and texts.target_id = numbers.target_id
    and texts.text_name = numbers.text_name
    and texts.text_no = numbers.text_no
cross join weights
where numbers.number_no = 1 and numbers.number_count > weights.value_of['most_numbers']
