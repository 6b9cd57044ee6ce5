// The quote editor: what was written is sent when a field is left; the answer changes only what nobody wrote into since.
//
// The form and its fields are never exchanged: an answer is morphed into them. Requests are numbered and only the answer
// to the newest counts. A deed (a line more, save) is never given up for a recalculation: what comes later waits for it.
(() => {
  const RETRY = 4000;
  const OURS = ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant", "open"];
  const SAVING = ["save", "confirm"];
  const editor = document.getElementById("editor");
  if (!editor || editor.dataset.editable === undefined || !window.Idiomorph) return;

  const written = new Map(); // by field name: the number of the last writing in it
  const waiting = []; // deeds whose turn comes
  let writings = 0;
  let sent = 0; // the last writing that some request carried
  let requests = 0;
  let flight = null; // { number, deed, known, controller }
  let again = false; // something was written while a deed was under way
  let unsaved = false;
  let missed = false; // saving was tried and did not reach the server
  let timer = 0;

  // --- what is said when the server cannot answer -----------------------------------------------------------------
  const say = (what, link = "") => {
    const box = document.getElementById("editor-said");
    for (const one of box.children) one.hidden = one.dataset.said !== what;
    for (const one of box.querySelectorAll(`[data-said="${what}"] a`)) one.href = link;
    box.hidden = what === "";
  };
  const failed = (deed, what) => {
    missed ||= SAVING.includes(deed);
    say(missed ? `unsaved-${what}` : what);
    if (what === "offline") timer = setTimeout(() => ask(), RETRY);
  };

  // --- asking -----------------------------------------------------------------------------------------------------
  const ask = async (deed = "") => {
    if (flight?.deed) {
      if (deed && !SAVING.includes(flight.deed)) waiting.push(deed);
      else again = true;
      return;
    }
    flight?.controller.abort();
    clearTimeout(timer);
    const mine = { number: (requests += 1), deed, known: writings, controller: new AbortController() };
    flight = mine;
    sent = writings;
    again = false;
    editor.setAttribute("aria-busy", "true");
    try {
      const answer = await post(deed || "recalculate", mine.controller.signal);
      if (mine === flight) take(answer, mine);
    } catch {
      if (mine === flight) { done(); failed(deed, "offline"); }
    }
  };

  const post = async (deed, signal, repeated = false) => {
    const body = new URLSearchParams(new FormData(editor));
    body.set("do", deed);
    const headers = { "HX-Request": "true", "HX-Target": "editor" };
    const response = await fetch(editor.getAttribute("action"), { method: "POST", body, headers, signal });
    if (response.status === 403 && !repeated && (await renew(signal))) return post(deed, signal, true);
    return { response, text: await response.text() };
  };

  // A log-in in another tab makes the token of this form old.
  const renew = async (signal) => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { signal })).text(), "text/html");
    const token = page.querySelector("#editor [name=csrfmiddlewaretoken]");
    if (token) editor.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    return Boolean(token);
  };

  const take = ({ response, text }, mine) => {
    const elsewhere = response.headers.get("HX-Redirect");
    const saved = response.headers.get("Content-Type")?.startsWith("application/json");
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("editor");
    if (saved) {
      unsaved = false;
      location.assign(JSON.parse(text).saved);
      return;
    }
    done();
    if (elsewhere) say(elsewhere.startsWith(editor.dataset.login) ? "login" : "changed", elsewhere);
    else if (!fresh) failed(mine.deed, "failed");
    else {
      if (SAVING.includes(mine.deed)) missed = false;
      say(missed ? "unsaved-back" : "");
      merge(fresh, mine.known);
      if (SAVING.includes(mine.deed)) editor.querySelector("[aria-invalid=true], #problems")?.focus();
      if (waiting.length) ask(waiting.shift());
      else if (again) ask();
    }
  };

  const done = () => {
    flight = null;
    editor.removeAttribute("aria-busy");
  };

  // --- putting an answer into the form ----------------------------------------------------------------------------
  const merge = (fresh, known) => {
    for (const [name, at] of written) if (at <= known) written.delete(name);
    const active = document.activeElement;
    const whole = active.matches("#editor input") && active.selectionStart === 0 && active.selectionEnd === active.value.length;
    const chosen = [...fresh.querySelectorAll("select")].map(({ name, value }) => {
      const own = editor.elements.namedItem(name);
      return [name, own && written.has(name) ? own.value : value];
    });
    const cursor = fresh.querySelector("[autofocus]")?.id;
    window.Idiomorph.morph(editor, fresh, { callbacks: { beforeAttributeUpdated, beforeNodeRemoved, beforeNodeMorphed } });
    for (const [name, value] of chosen) {
      const own = editor.elements.namedItem(name);
      if (own && [...own.options].some((one) => one.value === value)) own.value = value;
    }
    if (whole && document.activeElement === active && !written.has(active.name)) active.select();
    if (cursor && !document.activeElement.matches("#editor input, #editor select, #editor textarea")) {
      document.getElementById(cursor)?.focus();
    }
    const total = editor.querySelector(".totals dd");
    document.getElementById("live").textContent = total ? total.textContent : "";
  };
  const beforeAttributeUpdated = (attribute, element, change) => {
    if (attribute === "value" && written.has(element.name)) return false;
    return !(change === "remove" && (OURS.includes(attribute) || element === editor));
  };
  const beforeNodeRemoved = (node) => !node.classList?.contains("finder-list");
  const beforeNodeMorphed = (old) => old.id !== "editor-said";

  // --- what people do ---------------------------------------------------------------------------------------------
  const write = (event) => {
    if (!event.target.name) return;
    written.set(event.target.name, (writings += 1));
    unsaved = true;
  };
  const left = () => { if (writings > sent) ask(); };

  editor.addEventListener("input", write);
  editor.addEventListener("compositionstart", write);
  editor.addEventListener("change", left);
  editor.addEventListener("focusout", left);
  editor.addEventListener("recalculate", () => { unsaved = true; ask(); });
  editor.addEventListener("submit", (event) => {
    event.preventDefault();
    const deed = event.submitter?.value ?? "recalculate";
    if (!SAVING.includes(deed)) unsaved = true;
    ask(deed === "recalculate" ? "" : deed);
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) ask("save");
  });
  window.addEventListener("online", () => { if (writings > 0) ask(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) done(); });
})();
