import { Controller } from "@hotwired/stimulus";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Cards in columns walked by the arrow keys: the first link of a card takes the focus, so Enter opens it. */
export default class extends Controller {
  static targets = ["column"];

  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    this.element.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.pressed);
  }

  pressed(event) {
    const step = STEPS[event.key];
    const card = event.target.closest("[data-key]");
    if (!step || !card || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = this.next(card, ...step);
    next?.querySelector("a[href]").focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  next(card, across, down) {
    const columns = this.columnTargets.map((column) => [...column.querySelectorAll("[data-key]")]);
    const at = columns.findIndex((cards) => cards.includes(card));
    const place = columns[at].indexOf(card);
    if (!across) return columns[at][place + down];
    for (let beside = at + across; columns[beside]; beside += across) {
      if (columns[beside].length) return columns[beside][Math.min(place, columns[beside].length - 1)];
    }
    return null;
  }
}
