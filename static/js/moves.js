import { parsed } from "./htmx.js";

/** Moves of rows through one form, one after another, so that each carries the version the last one left.
    The form holds inputs named after, version and what else a move brings; the input marked data-move-key is repeated
    for every key. A refused move and those waiting behind it are taken back, before the answer is shown. While a move is
    made or about to be, the form has data-moving. */
export class Moves {
  #waiting = [];
  #current = null;
  #isComing = false;

  constructor(form, { done, failed }) {
    this.form = form;
    this.report = { done, failed };
    form.addEventListener("htmx:before:request", ({ detail }) => this.#renew(detail.ctx.request));
    form.addEventListener("htmx:after:request", ({ detail }) => this.#answered(detail.ctx));
    form.addEventListener("htmx:finally:request", ({ detail }) => this.#finished(detail.ctx.response));
  }

  /** move: { keys, rows, fields: {name: value}, undo: function, … } */
  add(move) {
    this.#waiting.push(move);
    this.expect(false);
    this.#next();
  }

  /** Say that a move is being made which is not added yet, or that it is not made after all. */
  expect(isComing) {
    this.#isComing = isComing;
    this.#mark();
  }

  #mark() {
    this.form.toggleAttribute("data-moving", this.#isComing || Boolean(this.#current) || this.#waiting.length > 0);
  }

  #next() {
    if (this.#current || !this.#waiting.length) return;
    this.#current = this.#waiting.shift();
    this.#fill(this.#current);
    this.form.requestSubmit();
  }

  #fill({ keys, fields }) {
    const [pattern, ...rest] = this.form.querySelectorAll("[data-move-key]");
    for (const input of rest) input.remove();
    pattern.value = keys[0];
    for (const key of keys.slice(1).reverse()) {
      const input = pattern.cloneNode();
      input.value = key;
      pattern.after(input);
    }
    for (const [name, value] of Object.entries(fields)) this.form.elements.namedItem(name).value = value;
  }

  // It may have waited for another write of this page, whose answer has brought a new version.
  #renew({ body }) {
    body.set("version", this.form.elements.namedItem("version").value);
  }

  #answered({ response, text }) {
    if (response.status >= 400) this.#takeBack(reasonIn(text));
  }

  #takeBack(reason) {
    const move = this.#current;
    this.#current = null;
    this.#waiting = [];
    move?.undo();
    if (!move) return;
    refuse(move.rows);
    this.form.dispatchEvent(new CustomEvent("moves:refused", { bubbles: true }));
    this.report.failed(reason);
  }

  #finished(response) {
    const move = this.#current;
    if (move && !response) this.#takeBack();
    else if (move) this.report.done(move);
    this.#current = null;
    this.#mark();
    this.#next();
  }
}

// Why the server refused, in its own words; "" where they are a toast, which is read out as it is.
function reasonIn(text) {
  const answer = parsed(text);
  const note = answer.querySelector("[data-reason]")?.textContent.trim();
  return note ?? (answer.querySelector(".toast") ? "" : undefined);
}

// What goes back shows that it was refused.
function refuse(rows) {
  for (const row of rows) row.toggleAttribute("data-refused", true);
  setTimeout(() => {
    for (const row of rows) row.removeAttribute("data-refused");
  }, 1600);
}

/** How the children of these lists stand now; call the answer to put them back. */
export function order(...lists) {
  const before = lists.map((list) => [list, [...list.children]]);
  return () => {
    const focused = document.activeElement;
    for (const [list, children] of before) if (list.isConnected) list.append(...children);
    focused?.focus?.({ preventScroll: true });
  };
}

/** How these lists stand now: whether that has changed since, and the way back; `recount` shows anew how many rows each
    one's section says it has ([data-count]; a filter may hide some of them). */
export function standing(lists) {
  const putBack = order(...lists);
  const recount = counts(lists);
  const keys = () => lists.map((list) => keysOf([...list.querySelectorAll("[data-key]")])).join(";");
  const before = keys();
  const restore = () => {
    putBack();
    recount();
  };
  return { hasChanged: () => keys() !== before, recount, restore };
}

function counts(lists) {
  const before = lists.map((list) => [list, rowsIn(list), Number(figureOf(list)?.textContent)]);
  return () => {
    for (const [list, rows, count] of before)
      if (rowsIn(list) !== rows || Number(figureOf(list)?.textContent) !== count) show(figureOf(list), count + rowsIn(list) - rows);
  };
}

const rowsIn = (list) => list.querySelectorAll("[data-key]").length;
const figureOf = (list) => list.closest("section")?.querySelector("[data-count]");

function show(figure, count) {
  if (figure) figure.textContent = count;
}

/** The row before this one that does not move along, or null. */
export function rowBefore(row, block) {
  let other = row.previousElementSibling;
  while (other && (!other.dataset.key || block.includes(other))) other = other.previousElementSibling;
  return other;
}

/** Put a row past the next one, up (-1) or down (1). */
export function pass(rows, row, step) {
  const other = rows[rows.indexOf(row) + step];
  if (step < 0) other?.before(row);
  else other?.after(row);
}

/** Put a row among others at this place, or after the last of them. */
export function placeAt(rows, row, place) {
  if (rows[place]) rows[place].before(row);
  else rows.at(-1).after(row);
}

/** Put a block of rows past the next row above (-1) or below (1) that does not belong to it. */
export function passTogether(rows, block, step) {
  const rest = rows.filter((row) => !block.includes(row));
  const above = rest.filter((row) => row.compareDocumentPosition(block[0]) & Node.DOCUMENT_POSITION_FOLLOWING).length;
  const place = above + step;
  if (place < 0 || place > rest.length) return;
  if (place === 0) rest[0].before(...block);
  else rest[place - 1].after(...block);
}

export function keysOf(rows) {
  return rows.map((row) => row.dataset.key);
}
