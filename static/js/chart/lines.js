/** A line chart as SVG, drawn by the classes of chart.css from what its table says. */
import { curveLinear, curveStepAfter, line } from "d3-shape";
import { element, frame, GAP, LABEL_HEIGHT, text } from "./parts.js";
import { read } from "./table.js";

/** Return the drawing of a chart's table, `width` pixels wide; `measure` tells how wide words become. */
export function drawLines(table, width, measure) {
  const { lines, ticks, notes } = read(table);
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  return frame({ ticks, highest, labels: labelsOf(lines), width, measure }, (x, y) => [
    ...lines.toReversed().map((one) => path(one, x, y)),
    ...lines[0].points.map(({ at, value }) => element("circle", { class: "chart__dot", cx: x(at), cy: y(value), r: radius(x) })),
    ...marks(lines, notes, { x, y, measure }),
  ]);
}

// Each line says at its end what it is and where it stands.
function labelsOf(lines) {
  return lines
    .filter(({ points }) => points.length)
    .map(({ look, label, points }) => ({
      look,
      words: look === "ideal" ? label : `${label} ${points.at(-1).text}`,
      ...points.at(-1),
    }));
}

function radius(x) {
  return Math.min(4, (x(1) - x(0)) / 5);
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
