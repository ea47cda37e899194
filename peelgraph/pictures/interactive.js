"use strict";
// Points, search, filters and zoom over a drawing that stands on the page already. Text goes in as text, never as markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const svg = byId("drawing");
  const scroll = byId("scroll");
  const nodes = Array.from(svg.querySelectorAll(".node"));
  const paths = Array.from(svg.querySelectorAll(".tie"));
  const boxes = Array.from(document.querySelectorAll("#filters input"));
  const nameOf = (node) => node.querySelector("text").textContent;
  const tiesOf = nodes.map(() => []);
  data.ties.forEach(([one, other, weight], place) => {
    tiesOf[one].push({ place, other: nodes[other], weight });
    tiesOf[other].push({ place, other: nodes[one], weight });
  });
  let kept = null;

  const make = (tag, text, parent) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };

  const shown = (node) => !node.classList.contains("off");

  const tell = (node) => {
    const place = byId("evidence");
    const ties = tiesOf[node.dataset.node].filter((tie) => shown(tie.other));
    byId("chosen").textContent = `${nameOf(node)}: ${ties.length} ${ties.length === 1 ? "tie" : "ties"}`;
    place.replaceChildren();
    ties.sort((a, b) => b.weight - a.weight || nameOf(a.other).localeCompare(nameOf(b.other)));
    for (const tie of ties) {
      make("h3", `${nameOf(tie.other)} (weight ${tie.weight})`, place);
      const passages = data.evidence[tie.place];
      for (const { quote, where } of passages) {
        const words = make("blockquote", quote, place);
        if (where) make("footer", where, words);
      }
      if (!passages.length) make("p", "No words of a report stand behind this tie.", place);
    }
  };

  const light = (node) => {
    for (const element of [...nodes, ...paths]) element.classList.remove("on", "chosen");
    svg.classList.toggle("active", Boolean(node));
    if (!node) return;
    node.classList.add("on", "chosen");
    for (const { place, other } of tiesOf[node.dataset.node]) {
      paths[place].classList.add("on");
      other.classList.add("on");
    }
    tell(node);
  };

  const keep = (node) => {
    if (kept) kept.setAttribute("aria-pressed", "false");
    kept = node === kept ? null : node;
    if (kept) kept.setAttribute("aria-pressed", "true");
    light(kept);
  };

  const goTo = (node) => {
    for (const other of nodes) other.tabIndex = other === node ? 0 : -1;
    node.focus();
  };

  // The next name that is shown: up and down within a column, left and right to the nearest of another.
  const next = (node, key) => {
    const column = Number(node.dataset.column);
    const within = nodes.filter((other) => shown(other) && Number(other.dataset.column) === column);
    const place = within.indexOf(node);
    if (key === "ArrowDown") return within[place + 1];
    if (key === "ArrowUp") return within[place - 1];
    if (key === "Home") return within[0];
    if (key === "End") return within[within.length - 1];
    const side = key === "ArrowRight" ? 1 : -1;
    const top = (other) => Number(other.querySelector("rect").getAttribute("y"));
    const beside = nodes.filter((other) => shown(other) && Number(other.dataset.column) === column + side);
    return beside.sort((a, b) => Math.abs(top(a) - top(node)) - Math.abs(top(b) - top(node)))[0];
  };

  for (const node of nodes) {
    node.addEventListener("pointerenter", () => kept || light(node));
    node.addEventListener("pointerleave", () => kept || light(null));
    node.addEventListener("focus", () => kept || light(node));
    node.addEventListener("click", () => { goTo(node); keep(node); });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") keep(node);
      else if (/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(event.key)) {
        const to = next(node, event.key);
        if (to) goTo(to);
      } else return;
      event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { if (kept) keep(kept); light(null); } });

  const search = () => {
    const words = byId("search").value.trim().toLowerCase();
    const hits = nodes.filter((node) => shown(node) && words && nameOf(node).toLowerCase().includes(words));
    for (const node of nodes) node.classList.toggle("match", hits.includes(node));
    byId("found").textContent = words ? `${hits.length} found` : "";
    return hits;
  };
  byId("search").addEventListener("input", search);
  byId("tools").addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = search();
    if (first) goTo(first);
  });

  const filter = () => {
    const key = (element) => JSON.stringify([element.dataset.kind, element.dataset.group]);
    const on = new Set(boxes.filter((box) => box.checked).map(key));
    for (const node of nodes) node.classList.toggle("off", !on.has(key(node)));
    data.ties.forEach(([one, other], place) =>
      paths[place].classList.toggle("off", !shown(nodes[one]) || !shown(nodes[other])));
    if (kept && !shown(kept)) keep(kept);
    const first = nodes.find((node) => shown(node) && node.tabIndex === 0) || nodes.find(shown);
    for (const node of nodes) node.tabIndex = node === first ? 0 : -1;
    search();
  };
  for (const box of boxes) box.addEventListener("change", filter);

  const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
  let zoom = 1;
  const scale = (to) => {
    zoom = Math.min(4, Math.max(0.2, to));
    svg.setAttribute("width", wide * zoom);
    svg.setAttribute("height", high * zoom);
  };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    const by = Number(button.dataset.zoom);
    button.addEventListener("click", () =>
      scale(by ? zoom * by : Math.min(scroll.clientWidth / wide, scroll.clientHeight / high)));
  }
  scroll.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    scale(zoom * (event.deltaY < 0 ? 1.1 : 0.9));
  }, { passive: false });
  scroll.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest(".node")) return;
    const move = (to) => scroll.scrollBy(-to.movementX, -to.movementY);
    const stop = () => { scroll.classList.remove("moving"); window.removeEventListener("pointermove", move); };
    scroll.classList.add("moving");
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop, { once: true });
  });
  filter();
})();
