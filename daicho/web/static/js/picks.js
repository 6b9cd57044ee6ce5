// Chosen rows of a list: a range with Shift, the whole page with the box in the head, how many there are. The server needs none of it.
(() => {
  let last = null;
  const boxes = () => [...document.querySelectorAll("tbody .pick")];
  const every = () => document.querySelector(".bulk-bar [name=all]");

  const show = () => {
    const count = document.getElementById("bulk-count");
    if (!count) return;
    const chosen = boxes().filter((box) => box.checked).length;
    const all = every();
    count.textContent = all?.checked ? all.closest("label").textContent.trim() : count.dataset.text.replace("{count}", chosen);
    all?.closest("label").classList.toggle("chosen", all.checked);
    const head = document.querySelector(".pick-page");
    head.hidden = false;
    head.checked = chosen > 0 && chosen === boxes().length;
    head.indeterminate = chosen > 0 && !head.checked;
  };

  const range = (box) => {
    const found = boxes();
    const [from, to] = [found.indexOf(last), found.indexOf(box)].sort((a, b) => a - b);
    for (const one of from < 0 ? [] : found.slice(from, to + 1)) one.checked = box.checked;
  };

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("tbody .pick")) {
      if (event.shiftKey && last && last !== box) range(box);
      last = box;
      show();
    } else if (box.matches(".pick-page")) {
      for (const one of boxes()) one.checked = box.checked;
      show();
    } else if (box.matches(".bulk-bar [name=all]")) {
      show();
    }
  });
  document.addEventListener("reset", () => setTimeout(show));
  document.addEventListener("htmx:afterSwap", show);
  window.addEventListener("pageshow", show);
  show();
})();
