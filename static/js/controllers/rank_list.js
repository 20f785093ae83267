import { Controller } from "@hotwired/stimulus";
import { announce, fill } from "../announce.js";
import { draggable, TICK } from "../drag.js";
import { keysOf, Moves, order, passTogether, rowBefore } from "../moves.js";
import { renumber, showRank } from "../rank.js";

/** A ranked list: rows [data-key][data-rank] are dragged, or moved by Alt with an arrow, one or all ticked ones.
    The move goes through the form target; anchor is the key that stands before the first row shown, on another page
    or hidden by a filter. */
export default class extends Controller {
  static targets = ["list", "form"];
  static values = { anchor: String, moved: String, movedMany: String, failed: String };

  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    this.element.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.pressed);
    clearTimeout(this.timer);
  }

  formTargetConnected(form) {
    this.moves = new Moves(form, { done: (move) => this.done(move), failed: (reason = this.failedValue) => announce(reason) });
  }

  listTargetConnected(list) {
    this.sortable = draggable(list, { start: () => this.remember(), end: (drop) => this.dropped(drop) });
  }

  listTargetDisconnected() {
    this.sortable.destroy();
  }

  remember() {
    this.arrive();
    const restore = order(this.listTarget);
    const ranks = this.rows.map((row) => [row, row.dataset.rank]);
    this.keys = String(keysOf(this.rows));
    this.undo = () => {
      restore();
      for (const [row, rank] of ranks) showRank(row, rank);
    };
  }

  dropped({ block, cancelled }) {
    if (cancelled) this.undo();
    else this.commit(block);
  }

  pressed(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("[data-key]");
    if (!step || !event.altKey || !row) return;
    event.preventDefault();
    const ticked = this.rows.filter((other) => other.querySelector(TICK)?.checked);
    const block = ticked.includes(row) ? ticked : [row];
    if (String(keysOf(block)) !== String(keysOf(this.stepping ?? []))) this.remember();
    passTogether(this.rows, block, step);
    event.target.focus();
    this.stepping = block;
    this.moves.expect(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.arrive(), 250);
  }

  // Several steps of the same rows are one move.
  arrive() {
    clearTimeout(this.timer);
    const block = this.stepping;
    this.stepping = null;
    if (block) this.commit(block);
  }

  commit(block) {
    if (String(keysOf(this.rows)) === this.keys) return this.moves.expect(false);
    const keys = keysOf(block);
    const after = rowBefore(block[0], block)?.dataset.key ?? this.anchorValue;
    renumber(this.rows, keys);
    this.moves.add({ keys, rows: block, fields: { after }, undo: this.undo, rank: block[0].dataset.rank });
  }

  done({ keys, rank }) {
    const sentence = keys.length > 1 ? this.movedManyValue : this.movedValue;
    announce(fill(sentence, { key: keys[0], count: keys.length, rank }));
  }

  get rows() {
    return [...this.listTarget.querySelectorAll("[data-key]")];
  }
}
