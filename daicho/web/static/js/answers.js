// Keeps what a customer typed when the connection is lost. Without script, or without fetch, the forms just post.
(() => {
  const form = document.querySelector("[data-answer]");
  const lost = document.getElementById("lost");
  if (!form || !lost || !window.fetch) return;

  const busy = (is) => form.querySelectorAll("button").forEach((one) => { one.disabled = is; });

  // As an ordinary form, whose page is shown.
  const plainly = (button) => {
    busy(false);
    form.dataset.plain = "1";
    button.click();
  };

  // The answer is sent without leaving the page. Where something was wrong, the same goes as an ordinary form (it is kept once).
  const send = async (button, content) => {
    content.append("step", "send");
    const answer = await fetch(form.action, { method: "POST", body: content, redirect: "follow" });
    if (answer.redirected) window.location.replace(answer.url);
    else plainly(button);
  };

  // Every other step leaves the page, so it is left only when there is a connection.
  const leave = async (button) => {
    await fetch(form.action, { method: "HEAD", cache: "no-store" });
    plainly(button);
  };

  form.addEventListener("submit", async (event) => {
    const button = event.submitter ?? form.querySelector("button");
    if (form.dataset.plain || !button) return;
    event.preventDefault();
    const content = new FormData(form);
    lost.hidden = true;
    busy(true);
    try {
      await (button.value === "send" ? send(button, content) : leave(button));
    } catch {
      busy(false);
      lost.hidden = false;
      lost.scrollIntoView({ block: "center" });
    }
  });
  window.addEventListener("pageshow", () => { delete form.dataset.plain; busy(false); });
})();
