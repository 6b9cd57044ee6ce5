// Menus that close by themselves, the sidebar that folds, and where the focus goes after a part was exchanged.
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
})();
