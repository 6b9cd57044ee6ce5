// The quote editor: names found while typing, and what somebody writes while the server recalculates is kept.
(() => {
  const WAIT = 150;
  const written = new Map(); // by name: the value, and when it was written; kept until an answer knows it
  const asking = new WeakMap(); // by request: what had been written when it left
  let stamp = 0;
  let open = [];
  let composing = false;
  let unsaved = false;
  let pending = false;
  const editor = () => document.getElementById("editor");

  // --- writing goes on while a recalculation is under way ---------------------------------------------------------
  const write = (field) => { if (field?.name) written.set(field.name, { value: field.value, at: (stamp += 1) }); };
  document.addEventListener("input", (event) => {
    if (!event.target.closest("#editor") || !event.target.name) return;
    write(event.target);
    unsaved = true;
  });
  document.addEventListener("focusout", (event) => {
    if (!pending || !event.target.closest("#editor")) return;
    pending = false;
    htmx.trigger(editor(), "recalculate");
  });
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "editor") { asking.set(event.detail.xhr, stamp); unsaved = true; }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "editor") return;
    if (composing) {
      event.detail.shouldSwap = false;
      document.addEventListener("compositionend", () => htmx.trigger(editor(), "recalculate"), { once: true });
      return;
    }
    open = [...editor().querySelectorAll("details[open]")].map((one) => one.id);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "editor") return;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    let late = false;
    const known = asking.get(event.detail.xhr) ?? 0;
    for (const [name, { value, at }] of [...written]) {
      if (at <= known) { written.delete(name); continue; }
      const field = editor().elements.namedItem(name);
      if (field && "value" in field && field.value !== value) {
        field.value = value;
        if (field === document.activeElement) {
          pending = true; // the browser tells no change of what a script wrote: leaving the field does
          field.setSelectionRange?.(value.length, value.length);
        } else late = true;
      }
    }
    if (late) htmx.trigger(editor(), "recalculate");
    const title = editor().querySelector(".totals dd");
    document.getElementById("live").textContent = title ? title.textContent : "";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "editor") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved && editor()) event.preventDefault(); });
  window.addEventListener("pageshow", () => { if (editor()) delete editor().dataset.sent; });

  // --- names found while typing -----------------------------------------------------------------------------------
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
    write(hidden);
    write(field);
    close(field);
    htmx.trigger(editor(), "recalculate");
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
      document.getElementById("live").textContent = editor().dataset.none;
      return;
    }
    field.parentElement.append(list);
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    document.getElementById("live").textContent = `${found.length}${editor().dataset.found}`;
  };

  const ask = async (field) => {
    const mine = ++asked;
    try {
      const path = `${field.parentElement.dataset.lookup}?q=${encodeURIComponent(field.value)}`;
      const answer = await fetch(path, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { found } = await answer.json();
      if (mine === asked && document.activeElement === field) show(field, found);
    } catch { /* without a connection the name is looked up when the form is sent */ }
  };

  const finder = (target) => (target instanceof Element ? target.closest(".finder > input:not([type=hidden])") : null);

  document.addEventListener("focusin", (event) => {
    const field = finder(event.target);
    if (!field) return;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    if (!field.hasAttribute("aria-expanded")) field.setAttribute("aria-expanded", "false");
  });
  document.addEventListener("input", (event) => {
    const field = finder(event.target);
    if (!field) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(field), WAIT);
  });
  document.addEventListener("focusout", (event) => {
    const field = finder(event.target);
    if (field) { clearTimeout(timer); asked += 1; close(field); }
  });
  document.addEventListener("keydown", (event) => {
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
