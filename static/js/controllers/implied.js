import { Controller } from "@hotwired/stimulus";

/** Writing into what belongs to a choice makes that choice. A part holds a .choice and, beside it, .choice__more. */
export default class extends Controller {
  choose({ target }) {
    const more = target.closest(".choice__more");
    const radio = more?.parentElement.querySelector(":scope > .choice > [type=radio]");
    if (radio) radio.checked = true;
  }
}
