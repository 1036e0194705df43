// Files one by one, with their progress; without scripts the form sends them together.
"use strict";

(function () {
  const form = document.getElementById("upload");
  if (!form) return;
  const field = document.getElementById("files");
  const list = document.getElementById("uploading");
  const words = list.dataset;
  form.querySelectorAll(".needs-script").forEach((hint) => (hint.hidden = false));

  const row = (name) => {
    const line = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    label.textContent = name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    state.className = "small quiet";
    state.textContent = words.sending;
    line.append(label, bar, state);
    list.append(line);
    return { bar, state };
  };

  const send = (file) =>
    new Promise((resolve) => {
      const { bar, state } = row(file.name);
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("files", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = (100 * event.loaded) / event.total;
        if (event.loaded === event.total) {
          bar.removeAttribute("value");
          state.textContent = words.reading;
        }
      });
      request.addEventListener("loadend", () => {
        const good = request.status >= 200 && request.status < 400;
        bar.value = good ? 100 : 0;
        state.textContent = good ? words.done : words.failed;
        resolve(good ? request.responseURL : null);
      });
      request.send(body);
    });

  const sendAll = async (files) => {
    list.hidden = false;
    const places = [];
    for (const file of files) places.push(await send(file));
    if (places.length === 1 && places[0]) window.location.assign(places[0]);
    else if (places.every(Boolean)) window.location.reload();
  };

  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    sendAll(Array.from(field.files));
  });

  ["dragenter", "dragover"].forEach((name) =>
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    })
  );
  ["dragleave", "drop"].forEach((name) => form.addEventListener(name, () => form.classList.remove("over")));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) sendAll(Array.from(event.dataTransfer.files));
  });
})();
