// Forms with data-unsaved: whoever leaves with changes that were not saved is asked first; a form is sent once, not twice.
(() => {
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  const content = () => new URLSearchParams(new FormData(form)).toString();
  let kept = form.hasAttribute("data-changed") ? null : content();
  let sending = false;

  form.addEventListener("submit", (event) => {
    if (sending) { event.preventDefault(); return; }
    sending = true;
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && content() !== kept) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    for (const button of form.querySelectorAll("button[type=submit]")) button.removeAttribute("aria-disabled");
  });
})();
