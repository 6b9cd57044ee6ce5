// hx-swap="morph": what htmx fetched is worked into what stands there, and what somebody wrote since the request left stays.
//
// Elements stay as long as their ids do, so focus, cursor and a click that has begun survive. An input that names a record
// (data-lookup) is one thing with its suggestions: it stays whole, or where the answer asks for another object, it is a new one.
(() => {
  if (!window.htmx || !window.Idiomorph) return;
  const before = new WeakMap(); // by request: what the fields held when it left
  let known = null;

  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field) => (ticked(field) ? `${field.name}=${field.value}` : field.name);
  const stateOf = (field) => (ticked(field) ? field.checked : field.value);
  const fields = (part) => [...part.querySelectorAll("input[name], select[name], textarea[name]")];
  const states = (part) => new Map(fields(part).map((field) => [nameOf(field), stateOf(field)]));

  const write = (field, state) => {
    if (ticked(field)) field.toggleAttribute("checked", (field.checked = state));
    else if (field.matches("select")) {
      if (![...field.options].some((one) => one.value === state)) return;
      for (const one of field.options) one.toggleAttribute("selected", one.value === state);
      field.value = state;
    } else if (field.matches("textarea")) field.value = field.textContent = state;
    else field.setAttribute("value", (field.value = state));
  };

  const written = (part) => {
    if (!known) return new Map();
    return new Map([...states(part)].filter(([name, state]) => known.has(name) && known.get(name) !== state));
  };
  const sameLookup = (old, fresh) => old?.getAttribute("hx-get") === fresh?.getAttribute("hx-get");

  const morph = (part, fresh) => {
    const since = written(part);
    const active = document.activeElement.id;
    for (const field of fields(fresh)) if (since.has(nameOf(field))) write(field, since.get(nameOf(field)));
    const meant = new Map(fields(fresh).filter((one) => one.matches("select")).map((one) => [one.name, one.value]));
    for (const old of part.querySelectorAll("[data-lookup]")) {
      if (!sameLookup(old, fresh.querySelector(`#${CSS.escape(old.id)}`))) old.closest(".lookup").remove();
    }
    const beforeNodeMorphed = (old, next) => {
      const lookup = old.matches?.(".lookup") && old.querySelector("[data-lookup]");
      return !(lookup && sameLookup(lookup, next.querySelector("[data-lookup]")));
    };
    window.Idiomorph.morph(part, fresh, { morphStyle: "outerHTML", callbacks: { beforeNodeMorphed } });
    for (const field of part.querySelectorAll("select[name]")) {
      if (meant.has(field.name) && field.value !== meant.get(field.name)) field.value = meant.get(field.name);
    }
    if (active && document.activeElement === document.body) document.getElementById(active)?.focus();
    return [part];
  };

  window.htmx.defineExtension("morph", {
    isInlineSwap: (style) => style === "morph",
    handleSwap: (style, part, fragment) => (style === "morph" && fragment.firstElementChild ? morph(part, fragment.firstElementChild) : false),
    onEvent: (name, event) => {
      if (name === "htmx:beforeSend") before.set(event.detail.xhr, states(event.detail.target));
      if (name === "htmx:beforeSwap") known = before.get(event.detail.xhr) ?? null;
      return true;
    },
  });
})();
