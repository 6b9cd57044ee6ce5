// The pane beside a list: on a wide screen a row's link shows its page there; elsewhere the link just leads to it.
(() => {
  const WIDE = 1100;
  const pane = () => document.getElementById("preview");
  let opener = null;

  const shown = (link) => {
    for (const row of document.querySelectorAll(".shown-row")) row.classList.remove("shown-row");
    link?.closest("tr").classList.add("shown-row");
  };

  const close = () => {
    pane().replaceChildren();
    shown(null);
    if (opener?.isConnected) opener.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-preview]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && plain && window.innerWidth >= WIDE) {
      event.preventDefault();
      opener = link;
      shown(link);
      window.htmx.ajax("GET", link.href, { target: "#preview", swap: "innerHTML" });
    } else if (event.target.closest(".preview-close")) {
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane()?.contains(document.activeElement)) close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "preview") pane().focus({ preventScroll: true });
    if (event.detail.target.id === "list" && pane()) pane().replaceChildren();
  });
})();
