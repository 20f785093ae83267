/** A line chart as SVG, drawn by the classes of chart.css from what its table says. */
import { scaleLinear } from "d3-scale";
import { curveLinear, curveStepAfter, line } from "d3-shape";
import { read } from "./table.js";

const WIDTH = 800;
const HEIGHT = 300;
const PLOT = { left: 50, right: 650, top: 30, bottom: 260 };
const MOST_TICKS = 10;
const LABEL_HEIGHT = 16;

/** Return the drawing of a chart's table. */
export function draw(table) {
  const { lines, ticks, notes } = read(table);
  const x = scaleLinear([0, Math.max(1, ticks.length - 1)], [PLOT.left, PLOT.right]);
  const highest = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const y = scaleLinear([0, highest], [PLOT.bottom, PLOT.top]).nice(4);
  return element("svg", { class: "chart__plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, [
    ...grid(y),
    ...axis(x, ticks),
    ...lines.toReversed().map((one) => path(one, x, y)),
    ...lines[0].points.map(({ at, value }) => element("circle", { class: "chart__dot", cx: x(at), cy: y(value), r: 4 })),
    ...marks(lines, notes, x, y),
    ...ends(lines, x, y),
  ]);
}

function grid(y) {
  const locale = document.documentElement.lang;
  return y
    .ticks(4)
    .flatMap((value) => [
      element("path", { class: value ? "chart__grid" : "chart__axis", d: `M${PLOT.left} ${y(value)}H${PLOT.right}` }),
      text(value.toLocaleString(locale), { x: PLOT.left - 10, y: y(value) + 4, "text-anchor": "end" }),
    ]);
}

function axis(x, ticks) {
  const every = Math.ceil(ticks.length / MOST_TICKS);
  return ticks.flatMap((tick, at) =>
    tick && (at - 1) % every === 0 ? [text(tick, { x: x(at), y: PLOT.bottom + 20, "text-anchor": "middle" })] : [],
  );
}

function path({ look, points }, x, y) {
  const shape = line()
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .curve(look === "scope" ? curveStepAfter : curveLinear);
  return element("path", { class: `chart__line chart__line--${look}`, d: shape(points) });
}

// By how much the scope changed stands beside the step of its line; at the end, where the labels are, before it.
function marks(lines, notes, x, y) {
  const scope = lines.find(({ look }) => look === "scope");
  return (scope?.points ?? []).flatMap(({ at, value }, index) => {
    if (!notes[at]) return [];
    const place =
      index < scope.points.length - 1 ? { x: x(at) + 6, "text-anchor": "start" } : { x: x(at) - 6, "text-anchor": "end" };
    return [text(notes[at], { class: "chart__label", y: y(value) - 8, ...place })];
  });
}

// Instead of a legend: each line says at its end what it is and where it stands. Labels that would overlap move apart.
function ends(lines, x, y) {
  const labels = lines
    .filter(({ points }) => points.length)
    .map(({ look, label, points }) => ({ look, label, end: points.at(-1) }))
    .map(({ look, label, end }) => ({
      words: look === "ideal" ? label : `${label} ${end.text}`,
      look,
      x: x(end.at) + 12,
      y: y(end.value) + 4,
    }))
    .sort((one, other) => other.y - one.y);
  for (const [at, label] of labels.entries()) {
    const below = labels[at - 1];
    if (below) label.y = Math.min(label.y, below.y - LABEL_HEIGHT);
  }
  return labels.map((label) => text(label.words, { class: label.look === "ink" ? "chart__label" : "", x: label.x, y: label.y }));
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
