// The preview of a draft: places kept while it changes, a click on either side shows the other.
"use strict";

(function () {
  const NARROW = window.matchMedia("(max-width: 960px)");
  const panes = () => document.querySelector(".panes");

  const shown = (which) => {
    const frame = panes();
    if (!frame) return;
    frame.dataset.shown = NARROW.matches ? which : "";
    document.querySelectorAll(".tabs button").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.pane === which)));
  };

  // An anchor is empty and may stand beside others; what it marks comes after them.
  const marked = (place) => {
    let words = place;
    while (words && words.classList.contains("anchor")) words = words.nextElementSibling;
    return words;
  };

  const light = (place) => {
    document.querySelectorAll(".lit").forEach((old) => old.classList.remove("lit"));
    const words = marked(place);
    if (words) words.classList.add("lit");
  };

  // What is shown on one side is brought into sight on the other as well.
  const mirror = (id) => {
    const other = document.getElementById((id.startsWith("t-") ? "o-" : "t-") + id.slice(2));
    if (!other || !/^[ot]-/.test(id)) return;
    const pane = other.closest(".pane");
    const above = other.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (above < 60 || above > pane.clientHeight - 80) pane.scrollTop += above - 120;
    const words = marked(other);
    if (words) words.classList.add("lit");
  };

  const show = (id) => {
    const place = document.getElementById(id);
    if (!place) return false;
    shown(place.closest(".pane-text") ? "text" : "outline");
    let folded = place.closest("details:not([open])");
    while (folded) {
      folded.open = true;
      folded = folded.parentElement.closest("details:not([open])");
    }
    const reach = () => place.scrollIntoView({ block: place.classList.contains("anchor") ? "start" : "nearest", behavior: "instant" });
    reach();
    // What was not laid out yet has its true height only now.
    window.requestAnimationFrame(reach);
    light(place);
    if (!NARROW.matches) mirror(id);
    const link = place.matches("a") ? place : place.querySelector("a");
    if (link) link.focus({ preventScroll: true });
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash.length > 1 && link.closest(".panes, .notice") && show(decodeURIComponent(link.hash.slice(1)))) {
      event.preventDefault();
      window.history.replaceState(null, "", link.hash);
    }
  });

  // Scroll places outlive the exchange of what they scroll.
  const places = new Map();
  const remember = () => document.querySelectorAll(".pane").forEach((pane) => places.set(pane.id, pane.scrollTop));
  const restore = () => places.forEach((top, id) => {
    const pane = document.getElementById(id);
    if (pane) pane.scrollTop = top;
  });
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", () => {
    restore();
    tabs();
    const first = document.querySelector(".leaf-open [data-first], .twigs [data-first], .panels [data-first], .fact-list [data-first]");
    if (first) {
      const node = first.closest("[id^='o-']");
      first.focus({ preventScroll: true });
      node.scrollIntoView({ block: "nearest" });
      document.querySelectorAll(".lit").forEach((old) => old.classList.remove("lit"));
      if (!NARROW.matches) mirror(node.id);
    }
  });

  // Text selected on the left becomes the problem that is being added, with its place; characters count, not code units.
  const lengthUpTo = (text, node, offset) => {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    return Array.from(range.toString()).length;
  };
  document.addEventListener("selectionchange", () => {
    const form = document.querySelector("form[data-selection]");
    const chosen = window.getSelection();
    const text = document.querySelector(".text");
    if (!form || !text || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0);
    const { title, first, last } = form.elements;
    title.value = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 2000);
    first.value = lengthUpTo(text, range.startContainer, range.startOffset);
    last.value = lengthUpTo(text, range.endContainer, range.endOffset);
    form.querySelector(".from-text").textContent = form.dataset.selection;
  });

  const undo = (name) => document.querySelector(`.draft-head form[action$="/${name}/"] button:not([disabled])`);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (event.target.closest("input, textarea, select")) return;
    const button = undo(event.shiftKey ? "redo" : "undo");
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  const tabs = () => {
    const frame = panes();
    if (!frame || document.querySelector(".tabs")) return;
    const bar = document.createElement("div");
    bar.className = "tabs on no-print";
    [["outline", document.getElementById("outline")], ["text", document.getElementById("text")]].forEach(([name, pane]) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.dataset.pane = name;
      tab.textContent = pane.getAttribute("aria-label");
      tab.addEventListener("click", () => shown(name));
      bar.append(tab);
    });
    frame.before(bar);
    shown("outline");
  };

  tabs();
  NARROW.addEventListener("change", () => shown("outline"));
  if (window.location.hash) show(decodeURIComponent(window.location.hash.slice(1)));
})();
