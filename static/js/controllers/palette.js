import { Controller } from "@hotwired/stimulus";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Search in a dialog: the input asks the server through htmx, arrow keys walk the results, Enter follows one. */
export default class extends Controller {
  static targets = ["input", "results"];

  initialize() {
    this.opened = this.opened.bind(this);
    this.pressed = this.pressed.bind(this);
    this.arrived = this.arrived.bind(this);
  }

  connect() {
    document.addEventListener("palette:show", this.opened);
    this.element.addEventListener("keydown", this.pressed);
    this.resultsTarget.addEventListener("htmx:after:settle", this.arrived);
  }

  disconnect() {
    document.removeEventListener("palette:show", this.opened);
    this.element.removeEventListener("keydown", this.pressed);
    this.resultsTarget.removeEventListener("htmx:after:settle", this.arrived);
  }

  opened() {
    if (this.element.open) return;
    this.element.showModal();
    this.inputTarget.select();
    this.inputTarget.dispatchEvent(new CustomEvent("palette:open"));
  }

  arrived() {
    this.choose(0);
  }

  pressed(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.element.close();
    } else if (event.key in STEPS) {
      event.preventDefault();
      this.choose(this.options.findIndex((option) => option.ariaSelected === "true") + STEPS[event.key]);
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.chosen.click();
    }
  }

  get options() {
    return [...this.resultsTarget.querySelectorAll('[role="option"]')];
  }

  get chosen() {
    return this.options.find((option) => option.ariaSelected === "true");
  }

  choose(position) {
    const options = this.options;
    for (const option of options) option.ariaSelected = "false";
    const option = options.at(options.length ? position % options.length : 0);
    if (!option) return;
    option.ariaSelected = "true";
    this.inputTarget.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
}
