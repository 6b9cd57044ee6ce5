// Dropping a file, buttons that work once, and choosing all rows. Without this everything is a plain form.
(() => {
  const drop = document.getElementById("drop");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    const problem = document.getElementById("import-problem");
    const button = drop.querySelector("button[type=submit]");
    const refused = () => {
      const file = input.files[0];
      problem.textContent = file && file.size > Number(drop.dataset.most) ? drop.dataset.tooLarge : "";
      return problem.textContent !== "";
    };
    drop.classList.add("can-drop");
    input.addEventListener("change", refused);
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    drop.addEventListener("dragleave", (event) => {
      if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
    });
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length > 1) {
        problem.textContent = drop.dataset.several;
        return;
      }
      input.files = event.dataTransfer.files;
      if (input.files.length && !refused()) drop.requestSubmit();
    });
    // A file dropped beside the area would replace the page.
    for (const name of ["dragover", "drop"]) {
      window.addEventListener(name, (event) => {
        if (!drop.contains(event.target) && [...event.dataTransfer.types].includes("Files")) event.preventDefault();
      });
    }
    drop.addEventListener("submit", (event) => {
      if (refused()) {
        event.preventDefault();
        return;
      }
      button.disabled = true;
      problem.textContent = "";
      document.getElementById("live").textContent = drop.dataset.sending;
      button.textContent = drop.dataset.sending;
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    for (const button of event.target.querySelectorAll("button")) button.disabled = true;
  });

  for (const all of document.querySelectorAll("[data-all]")) {
    const boxes = () => [...document.querySelectorAll(`input[name="${all.dataset.all}"]`)];
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
    });
    document.addEventListener("change", (event) => {
      if (!event.target.matches(`input[name="${all.dataset.all}"]`)) return;
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    });
  }
})();
