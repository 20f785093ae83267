import { Controller } from "@hotwired/stimulus";

/** Draws a chart from its table, before it, as wide as there is room, and anew where that changes; what draws is loaded by the
    first page that has a chart. */
export default class extends Controller {
  static targets = ["plot", "summary", "table"];
  static values = { kind: String };

  async connect() {
    this.chart = await import("../chart/draw.js");
    // Words are measured, and they are wider in the typeface that comes first if theirs is not there yet.
    await document.fonts.ready;
    if (!this.element.isConnected) return;
    this.plotTarget.hidden = false;
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.plotTarget);
    this.fit();
  }

  disconnect() {
    this.observer?.disconnect();
  }

  fit() {
    const width = this.chart.widthFor(this.plotTarget.clientWidth);
    if (width === this.width) return;
    this.width = width;
    const plot = this.chart.draw(this.kindValue, this.tableTarget, width, measuring(this.plotTarget));
    plot.setAttribute("aria-labelledby", this.element.getAttribute("aria-labelledby"));
    plot.setAttribute("aria-describedby", this.summaryTarget.id);
    this.plotTarget.replaceChildren(plot);
  }
}

// As bold as words of a chart become, and with room for figures that are all of one width.
function measuring(place) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `700 12px ${getComputedStyle(place).fontFamily}`;
  return (words) => context.measureText(words).width * 1.08;
}
