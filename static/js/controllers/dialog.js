import { Controller } from "@hotwired/stimulus";

/** A native dialog that opens when a link's answer arrives in it: <a href hx-get hx-target="#dialog" hx-swap="innerHTML">. */
export default class extends Controller {
  initialize() {
    this.arrived = this.arrived.bind(this);
    this.leave = this.leave.bind(this);
    this.close = this.close.bind(this);
  }

  connect() {
    document.addEventListener("htmx:after:settle", this.arrived);
    document.addEventListener("dialog:close", this.close);
    this.element.addEventListener("click", this.leave);
  }

  disconnect() {
    document.removeEventListener("htmx:after:settle", this.arrived);
    document.removeEventListener("dialog:close", this.close);
    this.element.removeEventListener("click", this.leave);
  }

  arrived({ target }) {
    if (target !== this.element || this.element.open) return;
    document.querySelector(".menu:popover-open")?.hidePopover();
    this.element.showModal();
    this.element.querySelector("[autofocus], .input, .textarea, .select")?.focus();
  }

  leave(event) {
    const outside = event.target === this.element && !this.holds(event);
    if (!outside && !event.target.closest("[data-dialog-close]")) return;
    if (outside && this.element.querySelector("form[data-dirty]")) return;
    event.preventDefault();
    this.close();
  }

  holds({ clientX, clientY }) {
    const { left, right, top, bottom } = this.element.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  }

  close() {
    this.element.close();
  }
}
