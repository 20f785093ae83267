import { Controller } from "@hotwired/stimulus";

/** A form of one line that empties itself once its line is taken: type, Enter, type the next. */
export default class extends Controller {
  clear({ detail: { ctx } }) {
    if (ctx.response?.status < 400) this.element.reset();
  }
}
