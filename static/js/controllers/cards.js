import { Controller } from "@hotwired/stimulus";
import { beside, cardsIn, opener, STEPS, through } from "../lanes.js";

/** Cards in columns walked by the arrow keys, from lane to lane where there are lanes: what opens a card takes the
    focus. While nothing has it, an arrow goes to the first card. */
export default class extends Controller {
  static targets = ["column"];

  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    document.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed);
  }

  pressed(event) {
    const step = STEPS[event.key];
    if (!step || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const card = this.element.contains(event.target) && event.target.closest("[data-key]");
    if (!card && !this.isIdle(event.target)) return;
    event.preventDefault();
    const next = card ? this.next(card, ...step) : this.columnTargets.flatMap(cardsIn)[0];
    if (!next) return;
    opener(next).focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  isIdle(target) {
    return target.matches("body, main") && !document.querySelector("dialog[open], :popover-open");
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
