// Bundles static/js, static/css, static/img and the fonts into static/dist:  node static/build.mjs
// Every file carries a hash of its content in its name; manifest.json leads from the plain name to it.
import { rmSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { fontCuts } from "./fonts.mjs";
import { iconCss, usedIcons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, "dist");
const COMPRESSED = new Set([".js", ".css", ".svg", ".json"]);
const ENTRIES = ["js/main.js", "css/main.css", "img/mark.svg"];

const icons = usedIcons(root);
const iconSheet = {
  name: "icons",
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/icons\.css$/ }, () => ({ path: "icons.css", namespace: "icons" }));
    bundle.onLoad({ filter: /.*/, namespace: "icons" }, () => ({ contents: iconCss(root, icons), loader: "css" }));
  },
};

async function compress(file) {
  const content = await readFile(file);
  const level = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const [small, smaller] = await Promise.all([promisify(gzip)(content, { level: 9 }), promisify(brotliCompress)(content, level)]);
  await Promise.all([writeFile(`${file}.gz`, small), writeFile(`${file}.br`, smaller)]);
  return { file, raw: content.length, gzip: small.length, brotli: smaller.length };
}

function logicalName(output, { entryPoint, inputs }) {
  const name = entryPoint && relative("static", entryPoint);
  if (ENTRIES.includes(name)) return name.replace(/^(js|css)\//, "");
  if (output.endsWith(".woff2")) return `fonts/${basename(Object.keys(inputs)[0])}`;
  return null;
}

function manifestOf(outputs) {
  const manifest = {};
  for (const [output, facts] of Object.entries(outputs)) {
    const name = output.endsWith(".map") ? null : logicalName(output, facts);
    if (name) manifest[name] = relative(dist, join(root, output));
  }
  return Object.fromEntries(Object.entries(manifest).sort());
}

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ENTRIES.map((entry) => `static/${entry}`),
  outdir: dist,
  outbase: "static",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  sourcemap: "external",
  target: ["chrome123", "firefox128", "safari17.5"],
  legalComments: "eof",
  loader: { ".woff2": "file", ".svg": "copy" },
  metafile: true,
  plugins: [iconSheet, fontCuts],
});
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifestOf(metafile.outputs), null, 2)}\n`);

const files = Object.keys(metafile.outputs).map((output) => join(root, output));
const sizes = await Promise.all(files.filter((file) => COMPRESSED.has(extname(file))).map(compress));
for (const { file, raw, gzip: zipped, brotli } of sizes) {
  console.log(
    `${basename(file).padEnd(36)} ${String(raw).padStart(8)} B  gzip ${String(zipped).padStart(7)}  br ${String(brotli).padStart(7)}`,
  );
}
console.log(`${icons.length} icons, ${files.filter((file) => file.endsWith(".woff2")).length} fonts`);
