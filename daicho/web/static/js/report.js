// Copying the address of a report, and printing it.
(() => {
  const say = (text) => {
    const live = document.getElementById("live");
    live.textContent = text;
    live.classList.remove("visually-hidden");
    live.classList.add("said-briefly");
    setTimeout(() => {
      live.classList.add("visually-hidden");
      live.classList.remove("said-briefly");
    }, 6000);
  };

  for (const button of document.querySelectorAll("[data-copies-address]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        say(button.dataset.done);
      } catch {
        say(button.dataset.failed);
      }
    });
  }
  for (const button of document.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // What the numbers rest on belongs on paper too.
  const folded = [];
  window.addEventListener("beforeprint", () => {
    for (const note of document.querySelectorAll(".report-note:not([open])")) {
      note.open = true;
      folded.push(note);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const note of folded.splice(0)) note.open = false;
  });
})();
