// Puts YASQE, the editor of YASGUI, over the form's text; without it the form works as it is.
"use strict";
(() => {
  const area = document.getElementById("query");
  const form = document.getElementById("query-form");
  const said = document.getElementById("syntax");
  if (!window.Yasqe || !area || !form || !said) return;

  // What was written and not yet asked outlives a reload, in this tab only. A query in the address comes first.
  const draft = "peelgraph query";
  const address = new URLSearchParams(location.search);
  const shown = address.has("query") || address.has("example") ? null : sessionStorage.getItem(draft);

  // Words come from this server: what YASQE would ask of services on the internet is replaced.
  const words = fetch(area.dataset.words).then((answer) => answer.json());
  const labels = words.then((found) => new Map(found.terms.map((term) => [term.name, term.label])));
  const described = (_, hints) => labels.then((known) =>
    hints.map((hint) => (known.has(hint.text) ? { ...hint, displayText: `${hint.text}  ${known.get(hint.text)}` } : hint)));
  const of = (kind) => () => words.then((found) => found.terms.filter((term) => term.kind === kind).map((term) => term.iri));
  const own = { bulk: true, persistenceId: null, postprocessHints: described };
  Yasqe.forkAutocompleter("prefixes", {
    name: "our-prefixes", persistenceId: null,
    get: () => words.then((found) => Object.entries(found.prefixes).map(([name, iri]) => `${name}: <${iri}>`)),
  });
  Yasqe.forkAutocompleter("property", { ...own, name: "our-properties", get: of("property") });
  Yasqe.forkAutocompleter("class", { ...own, name: "our-classes", get: of("class") });

  const place = document.createElement("div");
  place.id = "editor";
  area.after(place);
  const editor = new Yasqe(place, {
    value: shown ?? area.value,
    persistenceId: null, // its own store would outlive the tab
    autofocus: false,
    showQueryButton: false,
    createShareableLink: null,
    consumeShareLink: null,
    resizeable: false,
    autocompleters: ["variables", "our-prefixes", "our-properties", "our-classes"],
    extraKeys: { "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit(), Tab: false, "Shift-Tab": false },
  });
  area.hidden = true;
  document.getElementById("keys").hidden = false;
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Query");
  input.setAttribute("aria-describedby", "keys syntax");
  document.querySelector('label[for="query"]').addEventListener("click", () => editor.focus());
  editor.on("autocompletionShown", (_, widget) => widget.hints.setAttribute("aria-label", "Words that fit"));

  let waiting = 0;
  editor.on("change", () => {
    sessionStorage.setItem(draft, editor.getValue());
    clearTimeout(waiting);
    waiting = setTimeout(() => { said.textContent = editor.queryValid ? "" : "This is not yet valid SPARQL."; }, 500);
  });
  form.addEventListener("submit", () => { area.value = editor.getValue(); });
})();
