// The search box of the dictionary and of the lineage page, and the neighbours of a table there.
const search = document.getElementById('search');
if (search) search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll('[data-words]'))
    row.hidden = !words.every(word => row.dataset.words.includes(word));
  for (const subject of document.querySelectorAll('.subject')) {
    subject.hidden = !subject.querySelector('li:not([hidden])');
    subject.open = words.length > 0 && !subject.hidden;
  }
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

const picks = new Map([...document.querySelectorAll('.pick')].map(pick => [pick.dataset.table, pick]));
const list = (id, tables) => document.getElementById(id).replaceChildren(...tables.sort().map(table => {
  const item = document.createElement('li');
  if (picks.has(table)) {
    const copy = picks.get(table).cloneNode(true);
    copy.classList.remove('chosen');
    item.append(copy);
  }
  else item.textContent = table;
  return item;
}));
const showNear = () => {
  const table = decodeURIComponent(location.hash.slice(1)), pick = picks.get(table);
  if (!pick) return;
  document.getElementById('near').hidden = false;
  list('parents', edges.filter(edge => edge.dataset.to === table).map(edge => edge.dataset.from));
  list('children', edges.filter(edge => edge.dataset.from === table).map(edge => edge.dataset.to));
  const chosen = document.getElementById('chosen');
  chosen.href = `tables/${table}.html`;
  chosen.textContent = pick.dataset.label ? `${pick.dataset.label} ${table}` : table;
  for (const other of picks.values()) other.classList.toggle('chosen', other === pick);
  pick.closest('details').open = true;
};
if (picks.size) { addEventListener('hashchange', showNear); showNear(); }
