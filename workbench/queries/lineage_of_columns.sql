-- The published columns with what each is made from. Grain: column.
with
sources as (
    select
        model_name, column_name,
        list_sort(list(distinct source_table || '.' || source_column)) as source_columns
    from meta.lineage
    group by model_name, column_name
)
select
    columns.schema_name || '.' || columns.table_name as table_name, columns.column_name, columns.data_type,
    columns.comment, sources.source_columns
from duckdb_columns() as columns
left join sources
    on sources.model_name = columns.schema_name || '.' || columns.table_name
    and sources.column_name = columns.column_name
where columns.schema_name = 'marts'
order by table_name, columns.column_index
