// Menus that close by themselves, the sidebar that folds, where the focus goes after a part was exchanged, and what is said
// when a part could not be fetched or sent.
(() => {
  const YEAR_SECONDS = 365 * 24 * 3600;
  const menus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (location.hash === "#sidebar") {
      location.hash = "#content";
      document.querySelector(".drawer-open").focus();
    }
  });

  const frame = document.getElementById("frame");
  const fold = document.querySelector(".sidebar-fold");
  const label = () => {
    const text = frame.classList.contains("narrow") ? fold.dataset.unfold : fold.dataset.fold;
    fold.querySelector(".word").textContent = text;
    fold.title = text;
    fold.setAttribute("aria-expanded", String(!frame.classList.contains("narrow")));
  };
  fold.hidden = false;
  label();
  fold.addEventListener("click", () => {
    const narrow = frame.classList.toggle("narrow");
    document.cookie = `daicho_sidebar=${narrow ? "narrow" : "wide"};path=/;max-age=${YEAR_SECONDS};samesite=lax`;
    label();
  });

  for (const opener of document.querySelectorAll("[data-opens]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => {
      for (const menu of menus()) menu.open = false;
      document.getElementById(opener.dataset.opens).showModal();
    });
  }

  const showTab = () => document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (window.innerWidth < 768) showTab();

  // A part that was exchanged takes the focus with it: to the same link where it still exists, else to the part itself.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.activeElement !== document.body) return;
    const part = document.getElementById(event.detail.target.id);
    if (!part) return;
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "list") window.scrollTo({ top: 0 });
  });

  // What was asked of the server and failed is said until something succeeds; a page that asks every few seconds says it once.
  const trouble = document.getElementById("trouble");
  const say = (text) => {
    if (trouble.textContent !== text) trouble.textContent = text;
    trouble.hidden = !text;
  };
  document.addEventListener("htmx:sendError", () => say(trouble.dataset.lost));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 500) say(status === 503 ? trouble.dataset.busy : trouble.dataset.failed);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) say("");
  });
})();
