"use strict";
// Collects a reviewer's decisions and writes them as the file that `peelgraph build --corrections` reads.
// Everything shown comes from the page's own attributes and goes back as text, never as markup.
(() => {
  const list = document.getElementById("facts");
  const report = list.dataset.report;
  const choices = JSON.parse(document.getElementById("choices").textContent);
  const entries = Array.from(list.children);
  const marks = Array.from(document.querySelectorAll("a.m"));
  const kindOf = new Map(entries.map((entry) => [entry.id.slice(1), entry.dataset.kind]));
  const decisions = new Map();
  const output = document.getElementById("yaml");
  const status = document.getElementById("status");
  let saved = "";

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  // A string as YAML: JSON's form, with every character escaped that YAML does not allow as it stands.
  const quoted = (text) =>
    JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) =>
      "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

  const block = (correction) =>
    ["report", "kind", "name", "quote", "action", "field", "to", "note"]
      .filter((key) => correction[key])
      .map((key, place) => `${place ? "  " : "- "}${key}: ${quoted(correction[key])}\n`)
      .join("");

  const correctionsOf = (entry) => {
    const made = decisions.get(entry.id);
    if (!made) return [];
    const base = { report, kind: entry.dataset.kind, name: entry.dataset.name };
    const here = { ...base, quote: entry.querySelector("blockquote").textContent, note: made.note };
    const found = [];
    if (made.verdict) {
      found.push({ ...here, quote: made.everywhere ? "" : here.quote, action: made.verdict });
    }
    for (const [field, to] of Object.entries(made.retype)) {
      if (to) found.push({ ...here, action: "retype", field, to });
    }
    if (made.merge) found.push({ ...here, action: "merge", to: made.merge });
    if (made.alias) found.push({ ...here, action: "alias", to: made.alias });
    return found;
  };

  const write = () => {
    const all = [...choices.kept, ...entries.flatMap(correctionsOf)];
    output.textContent = all.length ? `version: 1\ncorrections:\n${all.map(block).join("")}` : "version: 1\ncorrections: []\n";
    document.getElementById("output").hidden = false;
    document.getElementById("count").textContent = all.length || "none";
    return all.length;
  };

  const decide = (entry, change) => {
    const before = decisions.get(entry.id) || { verdict: "", everywhere: false, retype: {}, merge: "", alias: "", note: "" };
    decisions.set(entry.id, { ...before, ...change(before) });
    const { verdict } = decisions.get(entry.id);
    for (const button of entry.querySelectorAll("button[data-verdict]")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    }
    const count = write();
    status.textContent = `${count} ${count === 1 ? "correction" : "corrections"}.`;
  };

  const verdict = (entry, name) =>
    decide(entry, (before) => ({ verdict: before.verdict === name ? "" : name }));

  const field = (form, number, label, control) => {
    const id = `c${number}-${form.childElementCount}`;
    control.id = id;
    form.append(make("label", label, { for: id }), control);
  };

  const fill = (entry, form) => {
    const kind = entry.dataset.kind;
    const made = decisions.get(entry.id) || { retype: {} };
    for (const [name, values] of Object.entries(choices.fields[kind])) {
      const select = make("select");
      select.append(make("option", "as it is", { value: "" }));
      for (const value of values) select.append(make("option", value, { value }));
      select.value = made.retype[name] || "";
      select.addEventListener("change", () =>
        decide(entry, (before) => ({ retype: { ...before.retype, [name]: select.value } })));
      field(form, entry.id, `Change ${name} to`, select);
    }
    const write = (label, key, listed) => {
      const input = make("input", "", { type: "text", autocomplete: "off" });
      if (listed) input.setAttribute("list", listed);
      input.value = made[key] || "";
      input.addEventListener("input", () => decide(entry, () => ({ [key]: input.value.trim() })));
      field(form, entry.id, label, input);
    };
    if (kind === "agency" || kind === "initiative") {
      write("Is the same as", "merge", kind === "agency" ? "agencies" : "initiatives");
      if (kind === "agency") write("Is also written", "alias");
      const box = make("input", "", { type: "checkbox" });
      box.checked = Boolean(made.everywhere);
      box.addEventListener("change", () => decide(entry, () => ({ everywhere: box.checked })));
      field(form, entry.id, "Accept or reject wherever it is named", box);
    }
    write("Note", "note");
  };

  for (const name of ["agencies", "initiatives"]) {
    const names = make("datalist", "", { id: name });
    for (const value of choices[name]) names.append(make("option", "", { value }));
    document.body.append(names);
  }

  for (const entry of entries) {
    const controls = make("div", "", { class: "controls" });
    for (const [name, label] of [["accept", "Accept"], ["reject", "Reject"]]) {
      const button = make("button", label, { type: "button", "data-verdict": name, "aria-pressed": "false" });
      button.addEventListener("click", () => verdict(entry, name));
      controls.append(button);
    }
    const words = make("button", "In the text", { type: "button" });
    words.addEventListener("click", () => show(entry, true));
    controls.append(words);
    const more = make("details");
    const form = make("div", "", { class: "change" });
    more.append(make("summary", "Change, merge, alias, note"), form);
    more.addEventListener("toggle", () => { if (more.open && !form.childElementCount) fill(entry, form); });
    entry.append(controls, more);
    for (const done of JSON.parse(entry.dataset.decided || "[]")) {
      decide(entry, (before) => ({
        note: done.note || before.note,
        ...(done.action === "accept" || done.action === "reject" ? { verdict: done.action, everywhere: !done.quote } : {}),
        ...(done.action === "retype" ? { retype: { ...before.retype, [done.field]: done.to } } : {}),
        ...(done.action === "merge" ? { merge: done.to } : {}),
        ...(done.action === "alias" ? { alias: done.to } : {}),
      }));
    }
  }

  const numbersOf = (mark) => mark.dataset.f.split(" ");
  const show = (entry, scroll) => {
    const number = entry.id.slice(1);
    let first = null;
    for (const mark of marks) {
      const here = numbersOf(mark).includes(number);
      mark.classList.toggle("here", here);
      if (here && !first) first = mark;
    }
    for (const other of entries) other.classList.toggle("chosen", other === entry);
    if (scroll && first) { first.scrollIntoView({ block: "center" }); first.focus({ preventScroll: true }); }
  };

  const shown = () => new Set(
    Array.from(document.querySelectorAll("#filter input:checked")).map((box) => box.name));

  const choose = (mark) => {
    const kinds = shown();
    const numbers = numbersOf(mark).filter((number) => kinds.has(kindOf.get(number)));
    if (!numbers.length) return;
    const [entry] = numbers.map((number) => document.getElementById(`f${number}`));
    show(entry, false);
    for (const number of numbers) document.getElementById(`f${number}`).classList.add("chosen");
    entry.scrollIntoView({ block: "nearest" });
    entry.focus();
    status.textContent = numbers.length > 1 ? `${numbers.length} facts rest on these words.` : "";
  };

  for (const mark of marks) {
    mark.addEventListener("click", (event) => { event.preventDefault(); choose(mark); });
  }

  const filter = () => {
    const kinds = shown();
    for (const entry of entries) entry.hidden = !kinds.has(entry.dataset.kind);
    for (const mark of marks) {
      const left = numbersOf(mark).map((number) => kindOf.get(number)).filter((kind) => kinds.has(kind));
      mark.className = left.length ? `m k-${left[0]}${left.length > 1 ? " several" : ""}` : "m off";
      mark.tabIndex = left.length ? 0 : -1;
    }
    status.textContent = `${entries.filter((entry) => !entry.hidden).length} facts shown.`;
  };
  document.getElementById("filter").addEventListener("change", filter);

  // Keys work while a fact has the focus, and nowhere else: they never get in the way of typing.
  list.addEventListener("keydown", (event) => {
    const entry = event.target;
    if (!entry.matches("ol#facts > li") || event.ctrlKey || event.metaKey || event.altKey) return;
    const visible = entries.filter((each) => !each.hidden);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = visible[visible.indexOf(entry) + step];
      if (next) { show(next, false); next.focus(); }
    } else if (event.key === "a") verdict(entry, "accept");
    else if (event.key === "r") verdict(entry, "reject");
    else return;
    event.preventDefault();
  });

  document.getElementById("download").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([output.textContent], { type: "application/yaml" }));
    const link = make("a", "", { href: address, download: `${report}.yaml` });
    link.click();
    URL.revokeObjectURL(address);
    saved = output.textContent;
  });
  document.getElementById("copy").addEventListener("click", () => {
    output.select();
    const copied = () => { saved = output.textContent; status.textContent = "Copied."; };
    if (navigator.clipboard) navigator.clipboard.writeText(output.textContent).then(copied, () => {});
    else if (document.execCommand("copy")) copied();
  });
  write();
  saved = output.textContent;
  window.addEventListener("beforeunload", (event) => {
    if (output.textContent !== saved) event.preventDefault();
  });
})();
