import { Controller } from "@hotwired/stimulus";
import { fill } from "../announce.js";
import { TICK } from "../drag.js";

/** A form that says how many of its rows are ticked and what they come to: its outputs hold their sentences in data-one and
    data-many; of one with data-sums each tick counts for its data-amount. */
export default class extends Controller {
  connect() {
    this.count();
  }

  count() {
    const ticked = [...this.element.querySelectorAll(`${TICK}:checked`)];
    const sum = ticked.reduce((whole, tick) => whole + Number(tick.dataset.amount ?? 0), 0);
    for (const output of this.element.elements)
      if (output.matches("output")) say(output, "sums" in output.dataset ? sum : ticked.length);
  }
}

function say(output, number) {
  const { one, many } = output.dataset;
  const text = fill(number === 1 ? one : many, { count: new Intl.NumberFormat(document.documentElement.lang).format(number) });
  if (output.textContent !== text) output.textContent = text;
}
