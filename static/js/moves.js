/** Moves of rows through one form, one after another, so that each carries the version the last one left.
    The form holds inputs named after, version and what else a move brings; the input marked data-move-key is repeated
    for every key. A refused move and those waiting behind it are taken back. */
export class Moves {
  #waiting = [];
  #current = null;

  constructor(form, { done, failed }) {
    this.form = form;
    this.report = { done, failed };
    form.addEventListener("htmx:finally:request", (event) => this.#finished(event.detail.ctx));
  }

  /** move: { keys, rows, fields: {name: value}, undo: function, … } */
  add(move) {
    this.#waiting.push(move);
    this.#next();
  }

  #next() {
    if (this.#current || !this.#waiting.length) return;
    this.#current = this.#waiting.shift();
    this.form.toggleAttribute("data-moving", true);
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

  #finished({ response }) {
    const move = this.#current;
    this.#current = null;
    if (response && response.status < 400) {
      this.report.done(move);
    } else {
      this.#waiting = [];
      move.undo();
      refuse(move.rows);
      this.report.failed(move);
    }
    this.form.toggleAttribute("data-moving", this.#waiting.length > 0);
    this.#next();
  }
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

/** The row before this one that does not move along, or null. */
export function rowBefore(row, block) {
  let other = row.previousElementSibling;
  while (other && (!other.dataset.key || block.includes(other))) other = other.previousElementSibling;
  return other;
}
