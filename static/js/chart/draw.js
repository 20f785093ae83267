/** Draws charts from their tables; loaded by the first page that has one. */
import { drawAreas } from "./areas.js";
import { drawLines } from "./lines.js";

export { widthFor } from "./parts.js";

const KINDS = { lines: drawLines, areas: drawAreas };

/** Return the drawing of a table as a chart of this kind, `width` pixels wide; `measure` tells how wide words become. */
export function draw(kind, table, width, measure) {
  return KINDS[kind](table, width, measure);
}
