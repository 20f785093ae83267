import { Controller } from "@hotwired/stimulus";
import { announce, fill } from "../announce.js";
import { draggable } from "../drag.js";
import { beside, cardsIn, givenAway, inLaneOf, STEPS } from "../lanes.js";
import { keysOf, Moves, pass, placeAt, rowBefore, standing } from "../moves.js";

/** Cards in columns (targets with data-column, data-label): dragged, or moved by Alt with an arrow; beside, a card keeps its
    height. The form has inputs column and after; a card keeps its lane (data-lane) unless there are assignee and
    assignee_before: whose it has become is read out with the toast. */
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
    const options = { group: this.identifier, start: () => this.remember(column), end: (drop) => this.dropped(drop) };
    this.sortables.set(column, draggable(column, options));
  }

  columnTargetDisconnected(column) {
    this.sortables.get(column).destroy();
    this.sortables.delete(column);
  }

  remember(from) {
    this.from = from;
    this.before = standing(this.columnTargets);
  }

  dropped({ block, to, cancelled }) {
    const home = !cancelled && this.settle(block, to);
    return home ? this.commit(block, home) : this.before.restore();
  }

  pressed(event) {
    const card = event.target.closest("[data-key]");
    const step = event.altKey && STEPS[event.key];
    if (!step || !card) return;
    event.preventDefault();
    const [across, down] = step;
    const column = this.columnTargets.find((one) => one.contains(card));
    this.remember(column);
    const to = across ? this.beside(column, across, card) : column;
    const after = to && (across ? this.enter(card, to) : pass(cardsIn(column), card, down));
    event.target.focus();
    if (to) this.commit([card], to, after);
  }

  beside(column, across) {
    return beside(this.columnTargets, column, across);
  }

  // Where what was dropped really goes; null if that is no move.
  settle(block, to) {
    const home = this.gives ? to : inLaneOf(this.columnTargets, to, this.from);
    if (home !== to) home.append(...block);
    return home === this.from && home !== to ? null : home;
  }

  get gives() {
    return "assignee" in this.formTarget.elements;
  }

  enter(card, to) {
    const place = cardsIn(card.parentElement).indexOf(card);
    if (cardsIn(to).length) placeAt(cardsIn(to), card, place);
    else to.prepend(card);
  }

  commit(block, column, after = rowBefore(block[0], block)?.dataset.key ?? "") {
    if (!this.before.hasChanged()) return;
    this.before.recount();
    const [keys, { column: value, label, lane }] = [keysOf(block), column.dataset];
    const fields = { after, column: value, ...(this.gives && givenAway(this.from, column)) };
    const heard = this.gives && lane !== this.from.dataset.lane ? "" : label;
    this.moves.add({ keys, rows: block, fields, undo: this.before.restore, label: heard });
    this.dispatch("moved", { detail: { keys, column: value } });
  }

  done({ keys, label }) {
    announce(label && fill(this.movedValue, { key: keys[0], count: keys.length, column: label }));
    this.dispatch("due", { prefix: "live", detail: { number: Number(this.formTarget.elements.version.value) } });
  }
}
