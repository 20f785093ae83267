import { Controller } from "@hotwired/stimulus";

const SPRINT = "sprint";

/** The bars of planning while actions move: each person's rows [data-hours][data-who] in the column of the sprint are counted
    anew, what is carried apart from the rest. The server's bars take the place of these when the move is made. */
export default class extends Controller {
  static targets = ["sums", "row"];

  carry({ detail: { block, to } }) {
    if (this.element.contains(to)) this.draw(block, to.dataset.column === SPRINT);
  }

  recount() {
    this.draw([], false);
  }

  draw(block, isTakenIn) {
    if (!this.hasSumsTarget) return;
    const planned = hoursOf(this.planned(block));
    const moving = hoursOf(isTakenIn ? block : []);
    const scale = Number(this.sumsTarget.dataset.scale);
    for (const row of this.rowTargets) {
      const { who, available } = row.dataset;
      show(row, { planned: planned.get(who) ?? 0, moving: moving.get(who) ?? 0, available: Number(available ?? Infinity), scale });
    }
  }

  planned(block) {
    const rows = this.element.querySelectorAll(`[data-column="${SPRINT}"] > [data-key]:not(.drag-lift)`);
    return [...rows].filter((row) => !block.includes(row));
  }
}

function hoursOf(rows) {
  const sums = new Map();
  for (const { dataset } of rows) {
    const who = dataset.who ?? "";
    sums.set(who, (sums.get(who) ?? 0) + Number(dataset.hours ?? 0));
  }
  return sums;
}

function show(row, { planned, moving, available, scale }) {
  const whole = planned + moving;
  const [fill, carried, over] = row.querySelectorAll(".meter__fill");
  place(fill, 0, Math.min(planned, available), scale);
  place(carried, Math.min(planned, available), Math.min(whole, available), scale);
  place(over, available, whole, scale);
  row.classList.toggle("capacity__row--over", whole > available);
  row.querySelector("strong").textContent = new Intl.NumberFormat(document.documentElement.lang).format(whole);
}

// From here to there, in hours; what is longer than the strip ends where it does.
function place(bar, from, to, scale) {
  const [start, end] = [from, to].map((hours) => Math.min(Math.max(hours / scale, 0), 1) * 100);
  bar.setAttribute("x", `${start.toFixed(1)}%`);
  bar.setAttribute("width", `${Math.max(end - start, 0).toFixed(1)}%`);
}
