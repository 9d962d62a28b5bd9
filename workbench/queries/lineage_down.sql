-- What is made from a table, or from a column of it, directly. Grain: table.
select model_name as table_name, list(distinct column_name order by column_name) as column_names
from meta.lineage
where source_table = $table_name and ($column_name is null or source_column = $column_name)
group by model_name
order by model_name
