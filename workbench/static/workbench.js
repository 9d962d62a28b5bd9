// What a page does in the browser beside NiceGUI: cells of tables, and charts kept as files.
window.duban = {
  // A cell that leads somewhere: text and address are set as such, never as HTML.
  link(p) {
    const address = p.data && p.data[p.link];
    if (!address || p.value === null || p.value === undefined || p.value === "") return p.value ?? "";
    const a = document.createElement("a");
    a.textContent = String(p.value);
    a.href = address;
    return a;
  },
  figure(p) {
    if (p.value === null || p.value === undefined) return "";
    const given = p.colDef.cellRendererParams || {};
    if (given.percent) return Math.round(p.value * 100) + "%";
    return Number(p.value).toLocaleString("en-US", { maximumFractionDigits: 4 });
  },
  // Tables and columns as words that the editor completes: a table after from, a column after its table's name.
  async complete(id, schema) {
    const CM = await import("nicegui-codemirror");
    const editor = getElement(id).editor;
    const tables = Object.keys(schema).map((label) => ({ label, type: "class" }));
    const names = new Set(Object.values(schema).flat());
    const columns = [...names].sort().map((label) => ({ label, type: "property" }));
    const source = (context) => {
      const word = context.matchBefore(/[\w.]+/);
      if (!word && !context.explicit) return null;
      return { from: word ? word.from : context.pos, options: [...tables, ...columns], validFor: /^[\w.]*$/ };
    };
    const data = CM.EditorState.languageData.of(() => [{ autocomplete: source }]);
    editor.dispatch({ effects: CM.StateEffect.appendConfig.of(data) });
    editor.contentDOM.setAttribute("aria-label", "SQL");
    editor.scrollDOM.tabIndex = 0;
  },
  save(blob, name) {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob);
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 5000);
  },
  // The drawing itself, with its fonts named, so that Chinese stays Chinese wherever it is opened.
  drawing(figure) {
    const svg = figure.querySelector("svg").cloneNode(true);
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const box = figure.querySelector("svg").getBoundingClientRect();
    svg.setAttribute("width", box.width);
    svg.setAttribute("height", box.height);
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", "#fff");
    svg.insertBefore(ground, svg.firstChild);
    return { text: new XMLSerializer().serializeToString(svg), width: box.width, height: box.height };
  },
  keep(figure, kind, name) {
    const drawn = this.drawing(figure);
    const blob = new Blob([drawn.text], { type: "image/svg+xml;charset=utf-8" });
    if (kind === "svg") return this.save(blob, name + ".svg");
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = drawn.width * 2;
      canvas.height = drawn.height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((made) => this.save(made, name + ".png"), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawn.text);
  },
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep]");
  if (button) window.duban.keep(button.closest("figure"), button.dataset.keep, button.dataset.name);
});
