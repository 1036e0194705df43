// Moving through the ledger with the keyboard; everything it does a link does as well.
"use strict";

(function () {
  const rows = () => Array.from(document.querySelectorAll("#rows tbody tr"));
  const isTyping = (target) => target.closest("input, textarea, select, summary, button") !== null;
  const place = () => rows().findIndex((row) => row.classList.contains("at"));

  const goTo = (index) => {
    const all = rows();
    if (!all.length) return;
    const next = all[Math.max(0, Math.min(index, all.length - 1))];
    all.forEach((row) => row.classList.toggle("at", row === next));
    next.querySelector("a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const keys = {
    j: () => goTo(place() + 1),
    k: () => goTo(place() < 0 ? 0 : place() - 1),
    ArrowDown: () => goTo(place() + 1),
    ArrowUp: () => goTo(place() < 0 ? 0 : place() - 1),
    Home: () => goTo(0),
    End: () => goTo(rows().length - 1),
  };

  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#rows tbody tr");
    if (row) rows().forEach((other) => other.classList.toggle("at", other === row));
  });

  // A ticked box applies at once; without scripts the button does.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.id === "tools" && event.target.type !== "search" && event.target.name !== "view") {
      const open = document.querySelector("#tools details[open]");
      form.dataset.open = open ? Array.from(form.querySelectorAll("details")).indexOf(open) : "";
      form.requestSubmit();
    }
  });

  let waiting;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("#tools input[type=search]")) return;
    window.clearTimeout(waiting);
    const form = event.target.form;
    waiting = window.setTimeout(() => form.requestSubmit(), 350);
  });

  // After the table has been fetched anew, the field that was in use is in use again.
  let last = null;
  document.addEventListener("htmx:beforeRequest", () => {
    const active = document.activeElement;
    const form = document.getElementById("tools");
    last = { open: form ? form.dataset.open : "", name: active && active.name, value: active && active.value, caret: active && active.type === "search" ? active.selectionStart : null };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!last) return;
    const form = document.getElementById("tools");
    if (last.open) form.querySelectorAll("details")[Number(last.open)].open = true;
    const again = Array.from(form.elements).find((field) => field.name === last.name && (last.caret !== null || field.value === last.value));
    if (again) again.focus({ preventScroll: true });
    if (again && last.caret !== null) again.setSelectionRange(last.caret, last.caret);
    last = null;
  });
})();
