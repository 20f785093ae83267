import { Controller } from "@hotwired/stimulus";
import { announce, fill } from "../announce.js";
import { draggable, TICK } from "../drag.js";
import { Moves, order, rowBefore } from "../moves.js";
import { ranksAfter } from "../rank.js";

/** A ranked list: rows [data-key][data-rank] are dragged, or moved by Alt with an arrow, one or all ticked ones.
    The move goes through the form target; anchor is the key that stands before the first row shown, on another page
    or hidden by a filter. */
export default class extends Controller {
  static targets = ["list", "form"];
  static values = { anchor: String, moved: String, movedMany: String, failed: String };

  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  async connect() {
    this.moves = new Moves(this.formTarget, { done: (move) => this.done(move), failed: () => announce(this.failedValue) });
    this.element.addEventListener("keydown", this.pressed);
    this.sortable = await draggable(this.listTarget, { start: () => this.remember(), end: (drop) => this.dropped(drop) });
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.pressed);
    this.sortable?.destroy();
    clearTimeout(this.timer);
  }

  remember() {
    const restore = order(this.listTarget);
    const ranks = this.rows.map((row) => [row, row.dataset.rank]);
    this.keys = this.rows.map((row) => row.dataset.key).join();
    this.undo = () => {
      restore();
      for (const [row, rank] of ranks) this.show(row, rank);
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
    if (!this.timer) this.remember();
    this.step(block, step);
    event.target.focus();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(block), 250);
  }

  step(block, step) {
    const rest = this.rows.filter((row) => !block.includes(row));
    const above = rest.filter((row) => row.compareDocumentPosition(block[0]) & Node.DOCUMENT_POSITION_FOLLOWING).length;
    const place = above + step;
    if (place < 0 || place > rest.length) return;
    if (place === 0) rest[0].before(...block);
    else rest[place - 1].after(...block);
  }

  commit(block) {
    this.timer = null;
    if (this.rows.map((row) => row.dataset.key).join() === this.keys) return;
    const keys = block.map((row) => row.dataset.key);
    const after = rowBefore(block[0], block)?.dataset.key ?? this.anchorValue;
    this.renumber(keys);
    this.moves.add({ keys, rows: block, fields: { after }, undo: this.undo, rank: block[0].dataset.rank });
  }

  renumber(keys) {
    const ranks = ranksAfter(
      this.rows.map(({ dataset }) => ({ key: dataset.key, rank: Number(dataset.rank) })),
      keys,
    );
    for (const row of this.rows) this.show(row, ranks.get(row.dataset.key));
  }

  show(row, rank) {
    row.dataset.rank = rank;
    const number = row.querySelector("[data-rank-number], b");
    if (number) number.textContent = new Intl.NumberFormat(document.documentElement.lang).format(rank);
  }

  done({ keys, rank }) {
    const sentence = keys.length > 1 ? this.movedManyValue : this.movedValue;
    announce(fill(sentence, { key: keys[0], count: keys.length, rank }));
  }

  get rows() {
    return [...this.listTarget.querySelectorAll("[data-key]")];
  }
}
