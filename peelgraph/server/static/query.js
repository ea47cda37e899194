// Puts YASQE, the editor of YASGUI, over the form's text; without it the form works as it is.
"use strict";
(() => {
  const area = document.getElementById("query");
  const form = document.getElementById("query-form");
  if (!window.Yasqe || !area || !form) return;
  const place = document.createElement("div");
  place.id = "editor";
  area.after(place);
  const editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null, // what was written stays in the address and nowhere else
    autofocus: false,
    showQueryButton: false,
    createShareableLink: null,
    resizeable: false,
    autocompleters: ["variables"], // the others ask services on the internet
    prefixCcApi: "",
    extraKeys: { "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit(), Tab: false, "Shift-Tab": false },
  });
  area.hidden = true;
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Query");
  form.addEventListener("submit", () => { area.value = editor.getValue(); });
})();
