/** What the server would refuse for its size stays in the form: behind its refusal nobody would find the words again. */
import { failure, show } from "./htmx.js";

addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const limit = document.getElementById("failure-too-large")?.dataset.limit;
    if (!limit || form.method !== "post" || form.enctype === "multipart/form-data") return;
    const sent = new URLSearchParams(new FormData(form, submitter)).toString();
    if (sent.length <= Number(limit)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(failure("failure-too-large"));
  },
  { capture: true },
);
