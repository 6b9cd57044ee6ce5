// The chosen columns are put into another order by dragging, with their buttons, or with Alt and the arrows; without a page in between.
(() => {
  const list = document.querySelector(".columns-chosen");
  if (!list) return;
  let dragged = null;

  const rowOf = (target) => (target instanceof Element ? target.closest(".columns-chosen > li") : null);
  const button = (row, step) => row.querySelector(`button[value^="${step}:"]`);
  const refresh = () => {
    for (const row of list.children) {
      button(row, "up").disabled = row === list.firstElementChild;
      button(row, "down").disabled = row === list.lastElementChild;
    }
  };

  const say = (row) => {
    const place = [...list.children].indexOf(row) + 1;
    const name = row.querySelector(".column-name").textContent;
    document.getElementById("live").textContent = list.dataset.said.replace("{name}", name).replace("{place}", place);
  };

  // The neighbour moves around the row, not the row itself: what has the focus must not leave the document.
  const step = (row, direction) => {
    const neighbour = direction < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return false;
    if (direction < 0) row.after(neighbour);
    else row.before(neighbour);
    return true;
  };

  const move = (row, direction) => {
    if (!step(row, direction)) return;
    const active = document.activeElement;
    const wanted = row.contains(active) ? active : null;
    refresh();
    if (wanted?.disabled) button(row, direction < 0 ? "down" : "up").focus();
    say(row);
  };

  list.addEventListener("click", (event) => {
    const [what] = event.target.closest("button")?.value.split(":") ?? [];
    const direction = { up: -1, down: 1 }[what];
    if (!direction) return;
    event.preventDefault();
    move(rowOf(event.target), direction);
  });
  list.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!direction || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(rowOf(event.target), direction);
  });

  for (const handle of list.querySelectorAll(".drag-handle")) handle.hidden = false;
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".drag-handle");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    dragged = rowOf(handle);
    dragged.classList.add("dragged");
    handle.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = rowOf(document.elementFromPoint(dragged.getBoundingClientRect().left + 20, event.clientY));
    if (!over || over === dragged) return;
    const direction = dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
    while ((direction > 0 ? dragged.previousElementSibling : dragged.nextElementSibling) !== over) {
      if (!step(dragged, direction)) return;
    }
  });
  const drop = () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    refresh();
    say(dragged);
    dragged = null;
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
})();
