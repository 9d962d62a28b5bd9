-- 未采用的文字: 数据行里印了而没有归入任何字段的文字 / what a cell of a data row prints and nothing of the warehouse holds.
-- grain: document_id, left_over_no
select
    left_overs.document_id::varchar as document_id,  -- 文档键: 印有该文字的文档 / the document that prints it
    documents.document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    left_overs.left_over_no::integer as left_over_no,  -- 次序: 在该文档中 / in the document
    left_overs.table_no::integer as source_table_no,  -- 出处表序: 文档中第几张表 / the table's ordinal in the document
    left_overs.row_no::integer as source_row_no,  -- 出处行号: 从1起，表头计入 / 1-based, headers counted
    left_overs.column_no::integer as source_column_no,  -- 出处列号: 印在哪一列；指该行的字段时为空 / where it is printed, NULL where the row's field is meant
    left_overs.field::varchar as field_name,  -- 字段: 该列的字段；没有表头则为空 / of the column, NULL where it has no header
    left_overs.left_over_text::varchar as left_over_text,  -- 未采用的文字: 逐条列出 / line by line
    left_overs.left_over_reason::varchar as left_over_reason,  -- 缘由: 不在任何字段（no_field），或在字段里而未读出（not_read） / no_field: under no field; not_read: in its field, and nothing was made of it
    left_overs.source_place::varchar as source_place  -- 出处: 用来源文件自己的说法 / in the source's own words
from intermediate.int_left_over_texts as left_overs
inner join staging.stg_documents as documents
    on left_overs.document_id = documents.document_id
