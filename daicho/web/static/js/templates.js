// The editors of templates and alerts: a merge field goes where the cursor was last; a chosen record renews the preview.
(() => {
  let last = document.getElementById("f-text");

  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".mergeable")) last = event.target;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button || !last || last.readOnly) return;
    const at = last.selectionStart ?? last.value.length;
    last.setRangeText(button.dataset.insert, at, last.selectionEnd ?? at, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.querySelector(".sample-field .lookup-options")?.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-id]");
    if (option) setTimeout(() => window.htmx.trigger(option.closest("form"), "chosen"));
  });
})();
