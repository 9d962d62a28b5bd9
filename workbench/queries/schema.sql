-- Published columns, for completion and for the list beside the editor. Grain: column.
select schema_name || '.' || table_name as table_name, column_name, data_type, comment
from duckdb_columns()
where schema_name in ('marts', 'meta')
order by schema_name, table_name, column_index
