// Files piece by piece, each with its progress; a broken line is mended, a reload goes on where it stopped.
"use strict";

(function () {
  const form = document.getElementById("proof-form");
  if (!form) return;
  const inputs = ["files", "shots"].map((name) => form.elements[name]);
  const list = document.getElementById("uploading");
  const drop = document.getElementById("drop");
  const words = list.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const TRIES = 8;
  const HASHED = 64000000;

  // The browser words its own button in its own language; ours speaks like the page.
  form.querySelectorAll(".needs-script").forEach((hint) => (hint.hidden = false));
  form.querySelectorAll(".pick").forEach((button) => (button.hidden = false));
  drop.classList.add("scripted");
  const picked = document.getElementById("picked");
  let chosen = [];
  const say = () => (picked.textContent = chosen.map((file) => file.name).join("、") || picked.dataset.none);
  const choose = (files) => {
    chosen = chosen.concat(Array.from(files));
    say();
  };
  picked.hidden = false;
  say();
  inputs.forEach((input) =>
    input.addEventListener("change", () => {
      choose(input.files);
      input.value = "";
    })
  );

  const pause = (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds));

  // What this browser remembers of a file under way: under which key, and nothing of its content.
  const memory = (file) => ["zhenggai-upload", form.dataset.begin, file.name, file.size, file.lastModified].join("|");
  const remembered = (file) => {
    try {
      return window.localStorage.getItem(memory(file));
    } catch (fault) {
      return null;
    }
  };
  const remember = (file, url) => {
    try {
      if (url) window.localStorage.setItem(memory(file), url);
      else window.localStorage.removeItem(memory(file));
    } catch (fault) {
      // Without a memory an upload begins anew after a reload.
    }
  };

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
    return { line, label, bar, state };
  };

  const ask = (method, url, { body, headers, progress } = {}) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.setRequestHeader("X-CSRFToken", token);
      request.setRequestHeader("Accept", "application/json");
      Object.entries(headers || {}).forEach(([name, value]) => request.setRequestHeader(name, value));
      if (progress) request.upload.addEventListener("progress", progress);
      request.addEventListener("loadend", () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch (fault) {
          // A page instead of an answer: the status says enough.
        }
        resolve({ status: request.status, answer });
      });
      request.send(body);
    });

  const begin = async (file) => {
    const known = remembered(file);
    if (known) {
      const { status, answer } = await ask("GET", known);
      if (status === 200 && answer.size === file.size) return answer;
      remember(file, null);
    }
    const body = new FormData();
    body.append("name", file.name);
    body.append("size", file.size);
    const { status, answer } = await ask("POST", form.dataset.begin, { body });
    if (status !== 201) throw new Error(answer.error || words.failed);
    remember(file, answer.url);
    return answer;
  };

  const isLost = (status) => status === 0 || status === 400 || status >= 500;

  const sendPieces = async (file, upload, { bar, state }) => {
    let offset = upload.offset;
    let failures = 0;
    while (offset < file.size) {
      const piece = file.slice(offset, offset + upload.piece);
      const { status, answer } = await ask("PATCH", upload.url, {
        body: piece,
        headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" },
        progress: (event) => (bar.value = (100 * (offset + event.loaded)) / file.size),
      });
      if (status === 200 || (status === 409 && "offset" in answer)) {
        failures = status === 200 ? 0 : failures + 1;
        offset = answer.offset;
        state.textContent = words.sending;
      } else if (isLost(status)) {
        failures += 1;
        state.textContent = words.waiting;
        await pause(Math.min(30000, 500 * 2 ** failures));
        const now = await ask("GET", upload.url);
        if (now.status === 200) offset = now.answer.offset;
      } else {
        throw new Error(answer.error || words.failed);
      }
      if (failures > TRIES) throw new Error(words.failed);
      bar.value = (100 * offset) / file.size;
    }
  };

  const hashOf = async (file) => {
    if (!window.crypto || !window.crypto.subtle || file.size > HASHED) return "";
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const finish = async (file, upload, body) => {
    body.set("sha256", await hashOf(file));
    const url = `${form.dataset.begin}${upload.key}/finish/`;
    for (let failures = 0; ; failures += 1) {
      const { status, answer } = await ask("POST", url, { body });
      if (status === 200) return answer;
      if (!isLost(status) || failures >= TRIES) throw new Error(answer.error || words.failed);
      await pause(Math.min(30000, 500 * 2 ** failures));
    }
  };

  const show = ({ line, label, bar, state }, answer) => {
    const link = document.createElement("a");
    link.href = answer.url;
    link.textContent = label.textContent;
    label.replaceChildren(link);
    bar.value = 100;
    state.textContent = answer.said;
    answer.alike.forEach((sentence) => {
      const note = document.createElement("p");
      note.className = "alike small";
      note.textContent = sentence;
      line.append(note);
    });
  };

  const send = async (file, body) => {
    const shown = row(file.name);
    try {
      if (file.size > Number(form.dataset.most)) throw new Error(words.large);
      const upload = await begin(file);
      await sendPieces(file, upload, shown);
      shown.bar.removeAttribute("value");
      shown.state.textContent = words.looking;
      show(shown, await finish(file, upload, body));
      remember(file, null);
      return true;
    } catch (fault) {
      shown.bar.value = 0;
      shown.state.className = "small failed";
      shown.state.textContent = fault.message;
      return false;
    }
  };

  const refresh = () =>
    window.htmx && window.htmx.ajax("GET", window.location.pathname, { target: "#proofs", swap: "innerHTML" });

  const lack = document.getElementById("lack");
  const whatIsMissing = () => {
    if (!chosen.length) return words.none;
    if (!form.querySelector("[name=measures]:checked")) return words.nomeasure;
    return form.elements.kind.value === "" ? words.nokind : "";
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = whatIsMissing();
    lack.textContent = missing;
    lack.hidden = !missing;
    if (missing) {
      lack.focus();
      return;
    }
    list.hidden = false;
    const files = chosen;
    const body = new FormData(form);
    body.delete("files");
    body.delete("shots");
    chosen = [];
    say();
    for (const file of files) await send(file, body);
    refresh();
  });

  ["dragenter", "dragover"].forEach((name) =>
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    })
  );
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });
})();
