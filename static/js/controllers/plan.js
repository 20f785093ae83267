import { cardsIn } from "../lanes.js";
import BoardController from "./board.js";

const POOL = "backlog";

/** Planning: a board of two sides. The pool (columns with data-column="backlog") is cut into groups by data-group; what
    comes back from the sprint goes to its own group, wherever in the pool it was dropped. */
export default class extends BoardController {
  beside(column, across, card) {
    const isPool = column.dataset.column === POOL;
    if (isPool) card.dataset.group ||= column.dataset.group;
    if (isPool === across < 0) return null;
    return isPool ? this.columnTargets.find((one) => one.dataset.column !== POOL) : this.home(card);
  }

  // What is taken in comes last, as by its +, whatever else is on its way there; what is put back comes first in its group.
  enter(card, to) {
    if (to.dataset.column === POOL) return to.prepend(card);
    to.append(card);
    return "end";
  }

  remember(from) {
    super.remember(from);
    for (const column of this.columnTargets.filter((one) => one.dataset.column === POOL))
      for (const row of cardsIn(column)) row.dataset.group = column.dataset.group;
  }

  settle(block, to) {
    if (to.dataset.column !== POOL) return to;
    for (const row of [...block].reverse()) if (this.home(row) !== to) this.home(row).prepend(row);
    return this.home(block[0]);
  }

  home(card) {
    const pool = this.columnTargets.filter((one) => one.dataset.column === POOL);
    return pool.find((one) => one.dataset.group === card.dataset.group) ?? pool[0];
  }
}
