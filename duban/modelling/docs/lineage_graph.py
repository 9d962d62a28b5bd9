"""The graph of tables as a drawing: columns by depth, neighbours near each other. `lineage.html` makes it an SVG."""

from __future__ import annotations

from dataclasses import dataclass

from duban.modelling.project import Project

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 230, 24, 70, 8, 20


@dataclass(frozen=True, slots=True)
class Node:
    """A table in the drawing. column: its depth, 0-based. row: its place in the column."""

    table: str
    column: int
    row: int

    @property
    def x(self) -> int:
        return _MARGIN + self.column * (_WIDTH + _GAP_X)

    @property
    def y(self) -> int:
        return _MARGIN + self.row * (_HEIGHT + _GAP_Y)

    @property
    def layer(self) -> str:
        return self.table.split(".")[0]

    @property
    def shown(self) -> str:
        """The name as its box shows it: the layers of models are seen from the prefix of the name."""
        name = self.table if self.layer in ("raw", "seeds", "meta") else self.table.split(".", 1)[1]
        return name if len(name) <= 30 else name[:29] + "…"


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a table to one that reads it. path: its curve, as SVG writes one."""

    parent: str
    child: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole graph, in pixels."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def laid_out(project: Project) -> dict[str, Node]:
    """Every table that the models read or make, at its place.

    A model stands one column behind the last of its parents, a source one before the first of its readers. Inside a
    column tables are sorted by the mean place of their parents, so that lines cross seldom.
    """
    depth: dict[str, int] = {}
    for table, model in project.models.items():  # parents come first
        for parent in model.parents:
            depth.setdefault(parent, 0)
        depth[table] = 1 + max((depth[parent] for parent in model.parents), default=-1)
    for source in [table for table in depth if table not in project.models]:  # a source stands by its first reader
        depth[source] = min(depth[child.table] for child in project.children(source)) - 1
    nodes: dict[str, Node] = {}
    for column in range(max(depth.values(), default=-1) + 1):
        members = sorted(table for table, at in depth.items() if at == column)
        members.sort(key=lambda table: _mean_place(project, nodes, table))
        for row, table in enumerate(members):
            nodes[table] = Node(table, column, row)
    return nodes


def _mean_place(project: Project, nodes: dict[str, Node], table: str) -> float:
    model = project.models.get(table)
    places = [nodes[parent].row for parent in model.parents if parent in nodes] if model else []
    return sum(places) / len(places) if places else -1.0


def lineage_drawing(project: Project) -> Drawing:
    """Where every table and every line between two of them stands."""
    nodes = laid_out(project)
    return Drawing(
        nodes=tuple(nodes.values()),
        edges=tuple(
            Edge(parent, table, _curve(nodes[parent], nodes[table]))
            for table, model in project.models.items()
            for parent in model.parents
        ),
        width=max((node.x for node in nodes.values()), default=0) + _WIDTH + _MARGIN,
        height=max((node.y for node in nodes.values()), default=0) + _HEIGHT + _MARGIN,
    )


def _curve(start: Node, end: Node) -> str:
    x1, y1, x2, y2 = start.x + _WIDTH, start.y + _HEIGHT // 2, end.x, end.y + _HEIGHT // 2
    bend = max(30, (x2 - x1) // 2)
    return f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
