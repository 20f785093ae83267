import { Controller } from "@hotwired/stimulus";

/** A form that empties itself once its words are taken: type, Enter, type the next; Ctrl+Enter where Enter is a new line. */
export default class extends Controller {
  clear({ target, detail: { ctx } }) {
    if (target !== this.element) return;
    // What was written since it was sent is not in yet.
    if (ctx.response?.status < 400 && this.isAsSent(ctx.request.body)) this.element.reset();
  }

  send(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) this.element.requestSubmit();
  }

  isAsSent(sent) {
    return [...new FormData(this.element)].every(([name, value]) => !sent.has(name) || sent.get(name) === value);
  }
}
