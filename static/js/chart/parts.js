/** What every chart has: the frame with its scales, direct labels instead of a legend, and SVG itself. */
import { scaleLinear } from "d3-scale";

// Drawn in the pixels it has, so that words keep their size on a phone; from WIDEST on it grows as a whole.
const WIDEST = 800;
const NARROWEST = 260;
const NARROW = 560;
const TOP = 30;
const AXIS = 40;
export const GAP = 8;
export const LABEL_HEIGHT = 16;

/** Return for how many pixels a chart is drawn where there are so many. */
export function widthFor(pixels) {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(pixels)));
}

/** Return the drawing of what `paint` makes of both scales, between the grid and the labels behind the end of each line. */
export function frame({ ticks, highest, labels, width, measure }, paint) {
  const height = width < NARROW ? 230 : 300;
  const y = scaleLinear([0, Math.max(1, highest)], [height - AXIS, TOP]).nice(4);
  const values = y.ticks(4).map((value) => ({ value, words: value.toLocaleString(document.documentElement.lang) }));
  const last = Math.max(1, ticks.length - 1);
  const left = Math.max(...values.map(({ words }) => measure(words))) + GAP;
  const x = scaleLinear([0, last], [left, rightOf(labels, { left, width, last, measure })]);
  return element("svg", { class: "chart__plot", viewBox: `0 0 ${width} ${height}`, role: "img" }, [
    ...grid(values, x, y),
    ...axis(x, ticks, { bottom: height - AXIS, measure }),
    ...paint(x, y),
    ...ends(labels, x, y),
  ]);
}

// As far to the right as leaves room for the words behind the end of each line.
function rightOf(labels, { left, width, last, measure }) {
  const ends = labels.map(({ words, at }) => left + ((width - GAP - measure(words) - left) * last) / Math.max(at, 1));
  return Math.min(width - 2 * GAP, ...ends);
}

function grid(values, x, y) {
  const [left, right] = x.range();
  return values.flatMap(({ value, words }) => [
    element("path", { class: value ? "chart__grid" : "chart__axis", d: `M${left} ${y(value)}H${right}` }),
    text(words, { x: left - GAP, y: y(value) + 4, "text-anchor": "end" }),
  ]);
}

function axis(x, ticks, { bottom, measure }) {
  const room = Math.max(...ticks.map(measure)) + GAP;
  const first = ticks.findIndex(Boolean);
  const every = Math.ceil(room / (x(1) - x(0)));
  return ticks.flatMap((tick, at) =>
    tick && (at - first) % every === 0 ? [text(tick, { x: x(at), y: bottom + 20, "text-anchor": "middle" })] : [],
  );
}

// Labels that would overlap move apart.
function ends(labels, x, y) {
  const placed = labels
    .map(({ look, words, at, value }) => ({ look, words, x: x(at) + GAP, y: y(value) + 4 }))
    .sort((one, other) => other.y - one.y);
  for (const [at, label] of placed.entries()) {
    const below = placed[at - 1];
    if (below) label.y = Math.min(label.y, below.y - LABEL_HEIGHT);
  }
  return placed.map((label) => text(label.words, { class: label.look === "ink" ? "chart__label" : "", x: label.x, y: label.y }));
}

export function text(words, attributes) {
  const drawn = element("text", attributes);
  drawn.textContent = words;
  return drawn;
}

export function element(name, attributes, children = []) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  drawn.append(...children);
  return drawn;
}
