import { Controller } from "@hotwired/stimulus";
import { Listbox, STEPS } from "../listbox.js";

/** Search in a dialog: the input asks the server through htmx, arrow keys walk the results, Enter follows one. */
export default class extends Controller {
  static targets = ["input", "results"];

  initialize() {
    this.opened = this.opened.bind(this);
    this.pressed = this.pressed.bind(this);
    this.arrived = this.arrived.bind(this);
  }

  connect() {
    this.listbox = new Listbox(this.inputTarget, this.resultsTarget);
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
    this.listbox.choose(0);
  }

  pressed(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.element.close();
    } else if (event.key in STEPS) {
      event.preventDefault();
      this.listbox.step(STEPS[event.key]);
    } else if (event.key === "Enter" && this.listbox.chosen) {
      event.preventDefault();
      this.listbox.chosen.click();
    }
  }
}
