// The search box of the dictionary, and the neighbours of a table in the lineage graph.
const search = document.getElementById('search');
if (search) search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll('tr[data-words]'))
    row.hidden = !words.every(word => row.dataset.words.includes(word));
});
const edges = [...document.querySelectorAll('.edge')], nodes = [...document.querySelectorAll('.node')];
const reach = (table, from, to) => {
  const found = new Set([table]);
  for (let grew = true; grew;) {
    grew = false;
    for (const edge of edges)
      if (found.has(edge.dataset[from]) && !found.has(edge.dataset[to])) { found.add(edge.dataset[to]); grew = true; }
  }
  return found;
};
for (const node of nodes) {
  node.addEventListener('mouseenter', () => {
    const up = reach(node.dataset.table, 'to', 'from'), down = reach(node.dataset.table, 'from', 'to');
    for (const other of nodes)
      other.classList.toggle('quiet', !up.has(other.dataset.table) && !down.has(other.dataset.table));
    for (const edge of edges) {
      const near = (up.has(edge.dataset.from) && up.has(edge.dataset.to))
        || (down.has(edge.dataset.from) && down.has(edge.dataset.to));
      edge.classList.toggle('near', near); edge.classList.toggle('quiet', !near);
    }
  });
  node.addEventListener('mouseleave', () => {
    for (const shape of [...nodes, ...edges]) shape.classList.remove('quiet', 'near');
  });
}
