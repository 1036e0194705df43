// What every page adds where scripts run: shortcuts, menus that close, no double submits.
"use strict";

(function () {
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      return;
    }
    if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("main input[type=search]") || document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();

// The browser words its own button for choosing files in its own language; ours speaks like the page.
(function () {
  const { pick, unpicked } = document.body.dataset;

  const dress = (input) => {
    if (document.querySelector(`label.pick[for="${input.id}"]`)) return;
    const button = document.createElement("label");
    const picked = document.createElement("span");
    button.className = "button pick";
    button.htmlFor = input.id;
    button.textContent = input.dataset.pick || pick;
    picked.className = "picked small";
    const say = () => (picked.textContent = Array.from(input.files, (file) => file.name).join("、") || unpicked);
    const both = document.createElement("span");
    both.className = "file-choice";
    input.before(both);
    both.append(input, button, picked);
    input.classList.add("unseen");
    input.addEventListener("change", say);
    say();
    catchDropped(input, say);
  };

  const catchDropped = (input, say) => {
    const place = input.closest(".drop");
    if (!place || place.dataset.sends) return;
    ["dragenter", "dragover"].forEach((name) =>
      place.addEventListener(name, (event) => {
        event.preventDefault();
        place.classList.add("over");
      })
    );
    ["dragleave", "drop"].forEach((name) => place.addEventListener(name, () => place.classList.remove("over")));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      say();
    });
  };

  document.querySelectorAll('input[type="file"][id]').forEach(dress);
})();
