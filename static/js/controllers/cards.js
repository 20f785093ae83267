import { Controller } from "@hotwired/stimulus";
import { beside, cardsIn, STEPS, through } from "../lanes.js";

/** Cards in columns walked by the arrow keys, from lane to lane where there are lanes: the first link of a card takes the
    focus, so Enter opens it. */
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
    const list = this.columnTargets.find((one) => one.contains(card));
    if (down) {
      const cards = through(this.columnTargets, list).flatMap(cardsIn);
      return cards[cards.indexOf(card) + down];
    }
    const place = cardsIn(list).indexOf(card);
    for (let to = beside(this.columnTargets, list, across); to; to = beside(this.columnTargets, to, across)) {
      const cards = cardsIn(to);
      if (cards.length) return cards[Math.min(place, cards.length - 1)];
    }
    return null;
  }
}
