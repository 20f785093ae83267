import { Controller } from "@hotwired/stimulus";

/** Shows a chosen theme at once; the form around the choice keeps it on the server. Values: '', 'light', 'dark'. */
export default class extends Controller {
  show({ target }) {
    const root = document.documentElement;
    if (target.value === "light" || target.value === "dark") root.dataset.theme = target.value;
    else delete root.dataset.theme;
  }
}
