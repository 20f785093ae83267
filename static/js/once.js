/** A double click sends a form once: the same fields of the same form go again only when the answer is there. A page that
    is come back to may send again, and so may one whose answer does not come. */
const PATIENCE_MS = 5000;
// What a button of a list does twice (a tick, a step up) is meant twice; those write by htmx and are not typed into.
const TYPED = "[data-controller~=dirty-form], [data-controller~=quick]";
const MEANT = `form[method=post]:is(:not([hx-post]), .toast > *, ${TYPED})`;

let sent = new WeakMap();

addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!form.matches(MEANT)) return;
    const fields = JSON.stringify([...new FormData(form, submitter)]);
    if (sent.get(form) === fields) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.set(form, fields);
    setTimeout(() => sent.delete(form), PATIENCE_MS);
  },
  { capture: true },
);

addEventListener("htmx:finally:request", ({ detail: { ctx } }) => sent.delete(ctx.sourceElement.closest("form")));

addEventListener("pageshow", () => {
  sent = new WeakMap();
});
