// Cuts one style out of a variable font: url("…/file.woff2?opsz=18&wght=420") in a style sheet becomes a file that
// holds that optical size and weight only.
import { readFile } from "node:fs/promises";
import subset from "subset-font";

// Everything below U+3000 that the file has: it holds one script already.
const CHARACTERS = Array.from({ length: 0x3000 - 0x20 }, (_, index) => String.fromCodePoint(index + 0x20)).join("");

export const fontCuts = {
  name: "font-cuts",
  setup(bundle) {
    bundle.onLoad({ filter: /\.woff2$/ }, async ({ path, suffix }) => {
      const font = await readFile(path);
      if (!suffix) return { contents: font, loader: "file" };
      const axes = Object.fromEntries([...new URLSearchParams(suffix)].map(([axis, value]) => [axis, Number(value)]));
      return { contents: await subset(font, CHARACTERS, { targetFormat: "woff2", variationAxes: axes }), loader: "file" };
    });
  },
};
