// Passkeys: a form marked data-passkey asks the device, puts its answer into the form and sends it.
"use strict";

(function () {
  const forms = document.querySelectorAll("form[data-passkey]");
  const device = window.webauthnJSON;
  if (!forms.length || !window.isSecureContext || !device || !device.supported()) return;

  const optionsOf = async (form) => {
    if (form.dataset.passkey !== "enter") return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  };

  const ask = async (form) => {
    const options = await optionsOf(form);
    if (form.dataset.passkey !== "add") return device.get(options);
    const alone = form.elements.passwordless.checked;
    const selection = options.publicKey.authenticatorSelection;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return device.create(options);
  };

  forms.forEach((form) => {
    const sentence = form.querySelector("[role=alert]:not(#errors)");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      sentence.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
      } catch {
        sentence.textContent = form.dataset.failed;
        sentence.hidden = false;
        return;
      }
      form.submit();
    });
  });
  document.querySelectorAll("[data-passkey-without]").forEach((words) => (words.hidden = true));
})();
