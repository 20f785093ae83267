import htmx, { parsed } from "./htmx.js";
import { markStale } from "./stale.js";
import { isChanged, isInTheWay, isWritten, leaveAlone } from "./written.js";

const BUSY = "html:is([data-held], [data-dragging]), [data-moving], .menu:popover-open";

/** Fetches again what has changed, from the element's data-live-src, and morphs it: but not while something is dragged,
    moved, open or written in where that cannot be left alone, neither when it is asked for nor when it arrives. It stays marked (data-stale) until then. */
export class Refresh {
  #hints = new Set();
  #own = new Set();
  #alone = new Map();
  #timer = null;
  #ends = new AbortController();

  /** `patience`: how many milliseconds after an answer that never came it is asked for again. */
  constructor({ patience }) {
    this.patience = patience;
    const { signal } = this.#ends;
    for (const name of ["htmx:after:request", "htmx:error"])
      document.addEventListener(name, (event) => this.#answered(event), { signal });
    document.addEventListener("live:due", (event) => this.#moved(event), { signal });
    document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => this.#shown(ctx), { signal });
    document.addEventListener("focusout", (event) => this.#left(event), { signal });
  }

  heard({ number, entity, key, verb }) {
    if (this.#own.delete(number)) return;
    for (const hint of [`${entity}:${key}`, entity, verb]) this.#hints.add(hint);
    this.#soon(120);
  }

  end() {
    this.#ends.abort();
    clearTimeout(this.#timer);
  }

  #soon(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), delay);
  }

  #refresh() {
    markStale(this.#hints);
    this.#hints.clear();
    if (document.querySelector(BUSY)) return this.#soon(400);
    for (const element of document.querySelectorAll("[data-stale]")) if (isDue(element)) fetchAgain(element);
    if (document.querySelector("[data-stale]")) this.#soon(1000);
  }

  // What somebody has moved here need not wait to be heard of.
  #moved({ target, detail }) {
    this.#own.add(detail.number);
    target.closest("[data-live-src]")?.toggleAttribute("data-stale", true);
    this.#soon(0);
  }

  // An answer that finds somebody at work, or none at all: the element is as old as it was.
  #answered(event) {
    const { ctx } = event.detail;
    const leaves = Boolean(ctx?.hx?.refresh || ctx?.hx?.redirect);
    if (!ctx?.live || (ctx.response && !isKept(ctx, leaves))) return this.#leaveAlone(ctx);
    event.preventDefault();
    ctx.target.toggleAttribute("data-stale", true);
    this.#soon(ctx.response && !leaves ? 400 : this.patience);
  }

  // An answer to one form does not come over what is written in another one.
  #leaveAlone(ctx) {
    if (ctx?.swap !== "outerMorph" || !ctx.target?.isConnected || this.#alone.has(ctx)) return;
    this.#alone.set(ctx, leaveAlone(ctx.target, ctx.live ? null : ctx.sourceElement.closest("form")));
  }

  #shown(ctx) {
    this.#alone.get(ctx)?.();
    this.#alone.delete(ctx);
  }

  // What was changed is sent, or waits to be: its answer brings the rest.
  #left({ target }) {
    const owed = target.closest("[data-owed]");
    if (!owed || !target.form || isChanged(target)) return;
    owed.removeAttribute("data-owed");
    owed.toggleAttribute("data-stale", true);
    this.#soon(0);
  }
}

// The outermost brings what is inside of it along.
function isDue(element) {
  return element.matches("[data-stale]") && !element.parentElement.closest("[data-stale]") && !isWritten(element);
}

// An answer that leads to another page would take along whatever is written or open anywhere.
function isKept({ target, text }, leaves) {
  const isOpen = leaves && (document.querySelector("dialog[open]") || isInTheWay(document.body, parsed("")));
  return document.querySelector(BUSY) || isOpen || isInTheWay(target, parsed(text));
}

function fetchAgain(element) {
  for (const stale of [element, ...element.querySelectorAll("[data-stale]")]) stale.removeAttribute("data-stale");
  htmx.ajax("GET", element.dataset.liveSrc, { source: element, target: element, swap: "outerMorph", live: true });
}
