"""The look of the dictionary and its two conveniences: the search box, and the neighbours of a table in the graph."""

from __future__ import annotations

STYLE = """
:root { --ink: #1c2430; --quiet: #64748b; --line: #d8dee8; --paper: #ffffff; --link: #1d4ed8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e5e9f0; --quiet: #94a3b8; --line: #334155; --paper: #0f172a; --link: #93c5fd; }
}
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 small { color: var(--quiet); font-weight: normal; font-size: 60%; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem;
  text-align: left; vertical-align: top; } th { color: var(--quiet); font-weight: 600; } .number { text-align: right; }
.label { white-space: nowrap; } .inherited { font-style: italic; } tr:target { outline: 2px solid var(--link); }
pre { overflow: auto; border: 1px solid var(--line); padding: 1rem; font-size: 13px; line-height: 1.45; }
#search { width: 100%; padding: .5rem; font: inherit; border: 1px solid var(--line); background: inherit;
  color: inherit; }
.graph { overflow: auto; border: 1px solid var(--line); width: 96vw;
  margin-left: calc(50% - 48vw); }
.edge { fill: none; stroke: var(--line); stroke-width: 1.2; }
.node rect { fill: var(--paper); stroke: var(--quiet); } .node text { fill: var(--ink); font-size: 12px; }
.marts rect { stroke: #b45309; stroke-width: 2; } .intermediate rect { stroke: #0f766e; }
.staging rect { stroke: #1d4ed8; }
.seeds rect { stroke-dasharray: 3 2; } .quiet { opacity: .15; } .edge.near { stroke: var(--link); stroke-width: 2; }
"""

SCRIPT = """
const search = document.getElementById('search');
if (search) search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
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
"""
