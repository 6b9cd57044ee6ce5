// The keyboard: / search, c customers, j k rows, Enter opens (the row's link has the focus), x chooses, [ ] pages, n new, e edit, ? help.
(() => {
  const writing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

  const move = (step) => {
    const links = [...document.querySelectorAll(".row-link")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement.closest("tr")?.querySelector(".row-link"));
    const next = at === -1 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
  };

  const search = () => { const field = document.getElementById("search"); field.focus(); field.select(); };
  if (location.hash === "#search") search();
  window.addEventListener("hashchange", () => { if (location.hash === "#search") search(); });

  const actions = {
    "/": search,
    "c": () => { const link = document.querySelector("#sidebar a[href$='/accounts/']"); if (link) location.assign(`${link.href}#search`); },
    "j": () => move(1),
    "k": () => move(-1),
    "]": () => document.getElementById("next-page")?.click(),
    "[": () => document.getElementById("previous-page")?.click(),
    "n": () => document.getElementById("new-record")?.click(),
    "e": () => document.querySelector("#edit-record, .contract-actions [href$='/edit/']")?.click(),
    "x": () => document.activeElement.closest("tr")?.querySelector(".pick")?.click(),
    "?": () => document.getElementById("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
})();
