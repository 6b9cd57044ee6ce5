// The quote editor: rows are put into another order by dragging, or with Alt and the arrows in any of their fields; the
// details of a row open one at a time.
(() => {
  const editor = document.getElementById("editor");
  if (!editor || editor.dataset.editable === undefined) return;
  let dragged = null;
  let moved = false;

  const rowOf = (target) => (target instanceof Element ? target.closest(".sheet tbody tr") : null);
  const recalculate = () => editor.dispatchEvent(new Event("recalculate"));

  // The neighbour moves around the row, not the row itself: what has the focus must not leave the document.
  const step = (row, direction) => {
    const neighbour = direction < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return false;
    if (direction < 0) row.after(neighbour);
    else row.before(neighbour);
    return true;
  };

  editor.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const row = rowOf(event.target);
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!row || !direction) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step(row, direction)) recalculate();
  }, { capture: true });

  // The details of a line lie over the lines below: one at a time, and none when somebody goes on elsewhere.
  const closeDetails = (except) => {
    for (const one of editor.querySelectorAll(".line-more[open]")) if (one !== except) one.open = false;
  };
  document.addEventListener("click", (event) => closeDetails(event.target.closest?.(".line-more")));
  editor.addEventListener("submit", (event) => {
    if (event.submitter?.value.startsWith("duplicate:")) closeDetails(null);
  });
  editor.addEventListener("keydown", (event) => {
    const details = event.key === "Escape" ? event.target.closest(".line-more[open]") : null;
    if (!details) return;
    details.open = false;
    details.querySelector("summary").focus();
  });

  editor.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".drag-handle");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    dragged = rowOf(handle);
    moved = false;
    dragged.classList.add("dragged");
    handle.setPointerCapture(event.pointerId);
  });
  editor.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = rowOf(document.elementFromPoint(dragged.getBoundingClientRect().left + 20, event.clientY));
    if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
    const below = dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
    while ((below ? dragged.previousElementSibling : dragged.nextElementSibling) !== over) {
      if (!step(dragged, below ? 1 : -1)) return;
    }
    moved = true;
  });
  const drop = () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    dragged = null;
    if (moved) recalculate();
  };
  editor.addEventListener("pointerup", drop);
  editor.addEventListener("pointercancel", drop);
})();
