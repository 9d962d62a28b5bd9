-- What a table, or a column of it, is made from directly. Grain: source table.
select source_table as table_name, list(distinct source_column order by source_column) as column_names
from meta.lineage
where model_name = $table_name and ($column_name is null or column_name = $column_name)
group by source_table
order by source_table
