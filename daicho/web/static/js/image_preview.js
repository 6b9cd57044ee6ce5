// Shows a chosen image beside its input before it is sent. Without it the image is seen after saving.
"use strict";

const preview = (input) => {
  const shown = document.getElementById(input.dataset.preview);
  const file = input.files[0];
  if (!shown || !file || !file.type.startsWith("image/")) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    shown.src = reader.result;
    shown.hidden = false;
  });
  reader.readAsDataURL(file);
};

document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[type=file][data-preview]")) preview(event.target);
});
