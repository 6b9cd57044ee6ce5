// The quote editor: names found while typing, chosen with arrows and Enter or the pointer.
(() => {
  const WAIT = 150;
  const editor = document.getElementById("editor");
  if (!editor) return;
  let asked = 0;
  let timer = 0;
  const listOf = (field) => field.parentElement.querySelector(".finder-list");

  const close = (field) => {
    const list = listOf(field);
    if (list) list.remove();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (field, item) => {
    for (const one of listOf(field).children) one.setAttribute("aria-selected", String(one === item));
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };

  const choose = (field, item) => {
    const hidden = field.parentElement.querySelector("input[type=hidden]");
    hidden.value = item.dataset.id;
    field.value = item.dataset.name;
    close(field);
    for (const one of [hidden, field]) one.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (field, found) => {
    close(field);
    const list = document.createElement("ul");
    list.className = "finder-list";
    list.id = `${field.id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.getAttribute("aria-label") || field.labels[0]?.textContent || "");
    for (const one of found) {
      const item = document.createElement("li");
      item.id = `${list.id}-${one.id}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.id = one.id;
      item.dataset.name = one.name;
      item.textContent = one.name;
      const beside = document.createElement("small");
      beside.textContent = one.beside;
      item.append(beside);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(field, item); });
      list.append(item);
    }
    if (found.length === 0) {
      document.getElementById("live").textContent = editor.dataset.none;
      return;
    }
    field.parentElement.append(list);
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    document.getElementById("live").textContent = `${found.length}${editor.dataset.found}`;
  };

  const ask = async (field) => {
    const mine = ++asked;
    try {
      const { lookup, narrowed } = field.parentElement.dataset;
      const of = (narrowed ?? "").split(" ").map((name) => editor.elements.namedItem(name)?.value ?? "").find(Boolean);
      const path = `${lookup}?${new URLSearchParams({ q: field.value, account: of ?? "" })}`;
      const answer = await fetch(path, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { found } = await answer.json();
      if (mine === asked && document.activeElement === field) show(field, found);
    } catch { /* without a connection the name is looked up when the form is sent */ }
  };

  const finder = (target) => (target instanceof Element ? target.closest(".finder > input:not([type=hidden])") : null);

  const dress = (target) => {
    const field = finder(target);
    if (!field) return;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    if (!field.hasAttribute("aria-expanded")) field.setAttribute("aria-expanded", "false");
  };

  editor.addEventListener("focusin", (event) => dress(event.target));
  dress(document.activeElement); // the field with which a new quote begins had the focus before this script came
  editor.addEventListener("input", (event) => {
    const field = finder(event.target);
    if (!field || !event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(field), WAIT);
  });
  editor.addEventListener("focusout", (event) => {
    const field = finder(event.target);
    if (field) { clearTimeout(timer); asked += 1; close(field); }
  });
  editor.addEventListener("keydown", (event) => {
    const field = finder(event.target);
    if (!field || event.isComposing) return;
    const list = listOf(field);
    const items = list ? [...list.children] : [];
    const at = items.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && !list) { event.preventDefault(); ask(field); }
    else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && list)) {
      event.preventDefault();
      mark(field, items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]);
    } else if (event.key === "Escape" && list) { event.stopPropagation(); close(field); }
    else if ((event.key === "Enter" || event.key === "Tab") && list && at >= 0) {
      if (event.key === "Enter") event.preventDefault();
      choose(field, items[at]);
    }
  });
})();
