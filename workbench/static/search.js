// Search without a server: the words of a place are a script of their own, which a browser loads from a disk too.
window.duban = {
  loaded: new Map(),
  add([key, name, words]) {
    this.loaded.set(key, { name, words });
  },
  load(key) {
    if (this.loaded.has(key)) return Promise.resolve();
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = "search/" + key + ".js";
      script.onload = script.onerror = done;
      document.head.append(script);
    });
  },
  MOST: 200,
  async find(words, keys, say) {
    const found = [];
    for (const key of keys) {
      await this.load(key);
      const place = this.loaded.get(key);
      for (const [year, no, id, text, progress] of place ? place.words : []) {
        const all = (text + " " + progress).toLowerCase();
        if (words.every((word) => all.includes(word))) found.push({ key, place: place.name, year, no, id, text, progress });
        if (found.length >= this.MOST) return found;
      }
      say(found.length);
    }
    return found;
  },
  line(hit) {
    const item = document.createElement("div");
    item.className = "hit";
    const a = document.createElement("a");
    a.href = "places/" + hit.key + "/" + hit.year + ".html#t-" + hit.id;
    a.textContent = hit.place + " " + hit.year + " · " + hit.no + " " + hit.text;
    const beside = document.createElement("div");
    beside.className = "small soft";
    beside.textContent = hit.progress.slice(0, 160);
    item.append(a, beside);
    return item;
  },
};
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form");
  const list = document.querySelector("#found");
  const count = document.querySelector("#count");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = [...form.place.options].map((option) => option.value).filter(Boolean);
    list.replaceChildren();
    if (!words.length) return;
    const found = await duban.find(words, form.place.value ? [form.place.value] : all, (n) => (count.textContent = n));
    count.textContent = found.length + (found.length >= duban.MOST ? "+" : "");
    list.replaceChildren(...found.map(duban.line));
  });
});
