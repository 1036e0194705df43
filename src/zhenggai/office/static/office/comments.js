// Names that may be called are put into the comment by a click or a key; without scripts they are typed.
"use strict";

(function () {
  const field = document.getElementById("comment-text");
  if (!field) return;

  const call = (name) => {
    const place = field.selectionStart;
    field.setRangeText(name.dataset.call, place, field.selectionEnd, "end");
    field.focus();
  };

  document.querySelectorAll("[data-call]").forEach((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name.className;
    button.dataset.call = name.dataset.call;
    button.textContent = name.textContent;
    button.addEventListener("click", () => call(button));
    name.replaceWith(button);
  });
})();
