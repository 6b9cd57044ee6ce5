// Shows the fields of the chosen answer only. Without it all of them stand there, and those of other answers are not read.
(() => {
  const form = document.querySelector("[data-answer-record]");
  if (!form) return;
  const show = () => {
    const chosen = form.querySelector("input[name=choice]:checked");
    form.querySelectorAll("[data-for]").forEach((part) => {
      part.hidden = !chosen || !part.dataset.for.split(" ").includes(chosen.value);
    });
  };
  form.addEventListener("change", show);
  show();
})();
