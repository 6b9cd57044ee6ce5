// Inputs that name a record: what htmx fetched is shown below, chosen with arrows and Enter or the pointer.
(() => {
  const listOf = (input) => document.getElementById(input.dataset.lookup);
  const options = (list) => [...list.querySelectorAll("[data-id]")];

  const close = (input) => {
    listOf(input).hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = (input) => {
    listOf(input).hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const mark = (input, chosen) => {
    for (const option of options(listOf(input))) option.setAttribute("aria-selected", String(option === chosen));
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };

  const choose = (input, option) => {
    input.value = option.dataset.text;
    input.nextElementSibling.value = option.dataset.id;
    close(input);
  };

  const step = (input, by) => {
    const found = options(listOf(input));
    if (found.length === 0) return;
    const at = found.findIndex((option) => option.getAttribute("aria-selected") === "true");
    mark(input, found[(at === -1 ? (by > 0 ? 0 : found.length - 1) : at + by + found.length) % found.length]);
  };

  const keys = (event) => {
    const input = event.target;
    const list = listOf(input);
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) window.htmx.trigger(input, "suggest");
      else step(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden) {
      const marked = list.querySelector("[aria-selected=true]");
      if (!marked) return;
      event.preventDefault();
      choose(input, marked);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close(input);
    }
  };

  const prepare = (input) => {
    if (input.getAttribute("role") === "combobox") return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", input.dataset.lookup);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("keydown", keys);
    input.addEventListener("blur", () => close(input));
    const list = listOf(input);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[data-id]");
      if (option) choose(input, option);
    });
    list.addEventListener("htmx:afterSwap", () => {
      if (document.activeElement === input) open(input);
    });
  };
  const all = () => document.querySelectorAll("[data-lookup]").forEach(prepare);
  all();
  document.addEventListener("htmx:afterSettle", all);
})();
