/** Areas upon each other as SVG: the columns of a table, the last one at the bottom. */
import { area, stack } from "d3-shape";
import { element, frame } from "./parts.js";
import { read } from "./table.js";

/** Return the drawing of a chart's table, `width` pixels wide; `measure` tells how wide words become. */
export function drawAreas(table, width, measure) {
  const { lines, ticks } = read(table);
  const upward = lines.toReversed();
  const moments = upward[0].points.map((_point, at) => upward.map(({ points }) => points[at].value));
  const bands = stack().keys(upward.keys())(moments);
  const labels = upward
    .map(({ look, label, points }, index) => {
      const [low, high] = bands[index].at(-1);
      return { look, words: `${label} ${points.at(-1).text}`, at: points.length - 1, value: (low + high) / 2 };
    })
    .filter((_label, index) => moments.at(-1)[index]);
  const highest = Math.max(...moments.map((values) => values.reduce((sum, value) => sum + value, 0)));
  return frame({ ticks, highest, labels, width, measure }, (x, y) => {
    const shape = area()
      .x((_band, at) => x(at))
      .y0(([low]) => y(low))
      .y1(([, high]) => y(high));
    return bands.map((band, index) => element("path", { class: `chart__area chart__${upward[index].look}`, d: shape(band) }));
  });
}
