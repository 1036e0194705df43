// What is typed of a report is kept on the server and, while there is no network, on this device.
// Without scripts the button 存草稿 keeps it, and a form that is sent twice is one report all the same.
"use strict";

(function () {
  const form = document.getElementById("report-form");
  if (!form || !form.dataset.draft) return;
  const words = form.dataset;
  const state = document.getElementById("draft-state");
  const PAUSE = 3000;
  let typed = false;
  let sent = false;
  let waiting;

  const remembered = () => {
    try {
      return JSON.parse(window.localStorage.getItem(words.key));
    } catch {
      return null;
    }
  };
  const remember = (fields) => {
    try {
      window.localStorage.setItem(words.key, JSON.stringify(fields));
    } catch {
      // A device that keeps nothing still has the server.
    }
  };
  const forget = () => {
    try {
      window.localStorage.removeItem(words.key);
    } catch {
      // Nothing was kept.
    }
  };
  const fields = () => {
    const found = {};
    new FormData(form).forEach((value, name) => {
      if (name !== "csrfmiddlewaretoken") found[name] = value;
    });
    return found;
  };
  const say = (text) => (state.textContent = text);

  const post = async (values) => {
    const body = new FormData();
    Object.entries({ ...values, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }).forEach(([name, value]) => body.append(name, value));
    const answer = await window.fetch(words.draft, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const keep = async () => {
    window.clearTimeout(waiting);
    if (!typed || sent) return;
    const values = fields();
    remember(values);
    try {
      await post(values);
      typed = false;
      forget();
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say(`${words.saved} ${time}`);
    } catch {
      say(window.navigator.onLine ? words.failed : words.offline);
      waiting = window.setTimeout(keep, 5 * PAUSE);
    }
  };

  form.addEventListener("input", () => {
    typed = true;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(keep, PAUSE);
  });
  window.addEventListener("online", keep);
  window.addEventListener("offline", () => {
    if (typed) remember(fields());
    say(words.offline);
  });

  form.addEventListener("submit", (event) => {
    if (!window.navigator.onLine) {
      event.preventDefault();
      remember(fields());
      typed = true;
      say(words.offline);
      return;
    }
    sent = true;
    window.clearTimeout(waiting);
    remember(fields());
    say(words.sending);
    const button = event.submitter;
    if (button) window.setTimeout(() => (button.disabled = true), 0);
  });

  window.addEventListener("pageshow", () => {
    sent = false;
    form.querySelectorAll("button[disabled]").forEach((button) => (button.disabled = false));
  });

  window.addEventListener("beforeunload", (event) => {
    if (!typed || sent) return;
    remember(fields());
    event.preventDefault();
  });

  // What this device kept goes to the server first, which knows whether that very form was handed in already.
  const restore = async () => {
    const kept = remembered();
    if (!kept) return;
    try {
      const answer = await post(kept);
      forget();
      if (answer.kept && !form.querySelector(".notice.error") && kept.done !== form.elements.done.value) window.location.reload();
    } catch {
      say(words.offline);
    }
  };
  restore();
})();
