// The icons in use, as one style sheet: a rule per lucide icon, drawn by mask so that it takes the colour of the text.
// A name is found where it is written out: icon("name"), icon_name="name", "icon": "name", icon--name, at its place among the arguments of
// a macro (MACROS), or on a line of static/icons.txt for names that are put together while the program runs. An unknown name ends the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const SIZES = new Set(["s", "l"]);
const CALL = /\bicon\(([^()]*)\)/g;
// Where among the arguments of a macro in templates/components/ its icon stands, counted from 0.
const MACROS = {
  icon_button: 0,
  icon_link: 0,
  status: 1,
  badge: 2,
  button: 2,
  menu: 2,
  menu_link: 2,
  menu_post: 2,
  note: 2,
  link_button: 3,
};
const MACRO = new RegExp(`\\b(${Object.keys(MACROS).join("|")})\\(`, "g");
const ARGUMENT = /icon(?:_name)?\s*(?::\s*[\w| ]+)?=\s*(["'][a-z0-9-]+["'])/g;
const ENTRY = /["']icon["']\s*:\s*(["'][a-z0-9-]+["'])/g;
const LITERAL = /(?<![=!]=\s*)["']([a-z][a-z0-9-]*)["']/g;
const CLASS = /\bicon--([a-z][a-z0-9-]*)/g;

function* sources(folder, kinds) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && kinds.includes(extname(entry.name))) yield join(entry.parentPath ?? entry.path, entry.name);
  }
}

/** The arguments of the call whose bracket opens before `start`, as they are written. */
function argumentsFrom(text, start) {
  const found = [""];
  let depth = 0;
  let quote = "";
  for (const sign of text.slice(start, start + 2000)) {
    if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign) && --depth < 0) break;
    if (sign === "," && !depth && !quote) found.push("");
    else found[found.length - 1] += sign;
  }
  return found;
}

function* namesIn(text) {
  for (const call of text.matchAll(MACRO)) {
    const argument = argumentsFrom(text, call.index + call[0].length)[MACROS[call[1]]];
    if (!argument || /^\s*\w+\s*=[^=]/.test(argument)) continue;
    for (const [, name] of argument.matchAll(LITERAL)) yield name;
  }
  for (const pattern of [CALL, ARGUMENT, ENTRY]) {
    for (const [, inside] of text.matchAll(pattern)) {
      for (const [, name] of inside.matchAll(LITERAL)) yield name;
    }
  }
  for (const [, name] of text.matchAll(CLASS)) yield name;
}

function* listed(file) {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const name = line.replace(/#.*/, "").trim();
    if (name) yield name;
  }
}

function drawing(file) {
  const inner = readFileSync(file, "utf8")
    .replace(/<!--.*?-->/gs, "")
    .replace(/^\s*<svg[^>]*>|<\/svg>\s*$/gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?\/> ?/g, "/>")
    .replaceAll('"', "'")
    .trim();
  const frame = "fill='none' stroke='%23000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'";
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${frame}>${inner}</svg>`;
}

/** The names of all icons in use under `root`, sorted; ends with a list of the unknown ones. */
export function usedIcons(root) {
  const found = new Map();
  const note = (name, file) => SIZES.has(name) || found.has(name) || found.set(name, file);
  for (const file of [...sources(join(root, "templates"), [".html"]), ...sources(join(root, "backlog"), [".py"])]) {
    for (const name of namesIn(readFileSync(file, "utf8"))) note(name, file);
  }
  const list = join(root, "static/icons.txt");
  for (const name of listed(list)) note(name, list);
  const unknown = [...found].filter(([name]) => !existsSync(iconFile(root, name)));
  if (unknown.length) throw new Error(unknown.map(([name, file]) => `no icon "${name}" in lucide (${file})`).join("\n"));
  return [...found.keys()].sort();
}

const iconFile = (root, name) => join(root, "node_modules/lucide-static/icons", `${name}.svg`);

/** The rules for these icons. */
export function iconCss(root, names) {
  return names.map((name) => `.icon--${name}{--icon:url("${drawing(iconFile(root, name))}")}`).join("\n");
}
