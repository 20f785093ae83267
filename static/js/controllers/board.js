import { Controller } from "@hotwired/stimulus";
import { announce, fill } from "../announce.js";
import { draggable } from "../drag.js";
import { keysOf, Moves, pass, placeAt, rowBefore, standing } from "../moves.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Cards [data-key] in columns (targets with data-column and data-label): dragged, or moved by Alt with an arrow. Beside, a
    card keeps its height, so that going there and back leaves everything as it was. The move goes through the form target
    with the inputs column and after. */
export default class extends Controller {
  static targets = ["column", "form"];
  static values = { moved: String, failed: String };

  initialize() {
    this.pressed = this.pressed.bind(this);
    this.sortables = new Map();
  }

  connect() {
    this.element.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.pressed);
  }

  formTargetConnected(form) {
    this.moves = new Moves(form, { done: (move) => this.done(move), failed: (reason = this.failedValue) => announce(reason) });
  }

  columnTargetConnected(column) {
    const options = { group: this.identifier, start: () => this.remember(), end: (drop) => this.dropped(drop) };
    this.sortables.set(column, draggable(column, options));
  }

  columnTargetDisconnected(column) {
    this.sortables.get(column).destroy();
    this.sortables.delete(column);
  }

  remember() {
    this.before = standing(this.columnTargets);
  }

  dropped({ block, to, cancelled }) {
    if (cancelled) this.before.restore();
    else this.commit(block, this.settle(block, to));
  }

  pressed(event) {
    const card = event.target.closest("[data-key]");
    const step = event.altKey && STEPS[event.key];
    if (!step || !card) return;
    event.preventDefault();
    this.remember();
    const [across, down] = step;
    const column = this.columnTargets.find((one) => one.contains(card));
    const to = across ? this.beside(column, across, card) : column;
    if (!to) return;
    const after = across ? this.enter(card, to) : pass(this.cards(column), card, down);
    event.target.focus();
    this.commit([card], to, after);
  }

  beside(column, across) {
    return this.columnTargets[this.columnTargets.indexOf(column) + across];
  }

  // Where what was dropped really goes.
  settle(_block, to) {
    return to;
  }

  enter(card, to) {
    const place = this.cards(card.parentElement).indexOf(card);
    if (this.cards(to).length) placeAt(this.cards(to), card, place);
    else to.prepend(card);
  }

  commit(block, column, after = rowBefore(block[0], block)?.dataset.key ?? "") {
    if (!this.before.hasChanged()) return;
    this.before.recount();
    const keys = keysOf(block);
    const { column: value, label } = column.dataset;
    this.moves.add({ keys, rows: block, fields: { after, column: value }, undo: this.before.restore, label });
    this.dispatch("moved", { detail: { keys, column: value } });
  }

  done({ keys, label }) {
    announce(fill(this.movedValue, { key: keys[0], count: keys.length, column: label }));
    this.dispatch("due", { prefix: "live", detail: { number: Number(this.formTarget.elements.version.value) } });
  }

  cards(column) {
    return [...column.querySelectorAll("[data-key]")];
  }
}
