/** A line chart as SVG, drawn by the classes of chart.css from what its table says. */
import { scaleLinear } from "d3-scale";
import { curveLinear, curveStepAfter, line } from "d3-shape";
import { read } from "./table.js";

// Drawn in the pixels it has, so that words keep their size on a phone; from WIDEST on it grows as a whole.
const WIDEST = 800;
const NARROWEST = 260;
const NARROW = 560;
const TOP = 30;
const AXIS = 40;
const GAP = 8;
const LABEL_HEIGHT = 16;

/** Return for how many pixels a chart is drawn where there are so many. */
export function widthFor(pixels) {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(pixels)));
}

/** Return the drawing of a chart's table, `width` pixels wide; `measure` tells how wide words become. */
export function draw(table, width, measure) {
  const { lines, ticks, notes } = read(table);
  const height = width < NARROW ? 230 : 300;
  const highest = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const y = scaleLinear([0, highest], [height - AXIS, TOP]).nice(4);
  const values = y.ticks(4).map((value) => ({ value, words: value.toLocaleString(document.documentElement.lang) }));
  const labels = labelsOf(lines);
  const last = Math.max(1, ticks.length - 1);
  const left = Math.max(...values.map(({ words }) => measure(words))) + GAP;
  const x = scaleLinear([0, last], [left, rightOf(labels, { left, width, last, measure })]);
  return element("svg", { class: "chart__plot", viewBox: `0 0 ${width} ${height}`, role: "img" }, [
    ...grid(values, x, y),
    ...axis(x, ticks, { bottom: height - AXIS, measure }),
    ...lines.toReversed().map((one) => path(one, x, y)),
    ...lines[0].points.map(({ at, value }) => element("circle", { class: "chart__dot", cx: x(at), cy: y(value), r: radius(x) })),
    ...marks(lines, notes, { x, y, measure }),
    ...ends(labels, x, y),
  ]);
}

// Instead of a legend: each line says at its end what it is and where it stands.
function labelsOf(lines) {
  return lines
    .filter(({ points }) => points.length)
    .map(({ look, label, points }) => ({
      look,
      words: look === "ideal" ? label : `${label} ${points.at(-1).text}`,
      end: points.at(-1),
    }));
}

// As far to the right as leaves room for the words behind the end of each line.
function rightOf(labels, { left, width, last, measure }) {
  const ends = labels.map(({ words, end }) => left + ((width - GAP - measure(words) - left) * last) / Math.max(end.at, 1));
  return Math.min(width - 2 * GAP, ...ends);
}

function radius(x) {
  return Math.min(4, (x(1) - x(0)) / 5);
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
  const every = Math.ceil(room / (x(1) - x(0)));
  return ticks.flatMap((tick, at) =>
    tick && (at - 1) % every === 0 ? [text(tick, { x: x(at), y: bottom + 20, "text-anchor": "middle" })] : [],
  );
}

function path({ look, points }, x, y) {
  const shape = line()
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .curve(look === "scope" ? curveStepAfter : curveLinear);
  return element("path", { class: `chart__line chart__line--${look}`, d: shape(points) });
}

// By how much the scope changed stands beside the step of its line; at the end, where the labels are, before it. What would
// overlap moves up.
function marks(lines, notes, { x, y, measure }) {
  const scope = lines.find(({ look }) => look === "scope");
  let before = { end: -Infinity, y: 0 };
  return (scope?.points ?? []).flatMap(({ at, value }, index) => {
    const words = notes[at];
    if (!words) return [];
    const isLast = index === scope.points.length - 1;
    const start = isLast ? x(at) - 6 - measure(words) : x(at) + 6;
    const place = { x: start, y: y(value) - GAP };
    if (start < before.end + GAP / 2) place.y = Math.min(place.y, before.y - LABEL_HEIGHT);
    before = { end: start + measure(words), y: place.y };
    return [text(words, { class: "chart__label", ...place })];
  });
}

// Labels that would overlap move apart.
function ends(labels, x, y) {
  const placed = labels
    .map(({ look, words, end }) => ({ look, words, x: x(end.at) + GAP, y: y(end.value) + 4 }))
    .sort((one, other) => other.y - one.y);
  for (const [at, label] of placed.entries()) {
    const below = placed[at - 1];
    if (below) label.y = Math.min(label.y, below.y - LABEL_HEIGHT);
  }
  return placed.map((label) => text(label.words, { class: label.look === "ink" ? "chart__label" : "", x: label.x, y: label.y }));
}

function text(words, attributes) {
  const drawn = element("text", attributes);
  drawn.textContent = words;
  return drawn;
}

function element(name, attributes, children = []) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  drawn.append(...children);
  return drawn;
}
