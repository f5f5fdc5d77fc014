// Builds the page and writes it as JSON to a file, or to the standard output where none is named. The package brings the file;
// a server that runs from its sources builds the page when it starts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";
import { themeStyle } from "../../src/drawing/theme.ts";
import { readInputs } from "../inputs/readInputs.ts";

const WEB = join(import.meta.dirname, "..");
const SCHEMA = join(WEB, "../schema.graphql");

/** Gives the page what is declared elsewhere: the inputs of the API and the colours of the pictures. */
const declaredElsewhere: Plugin = {
  name: "declared-elsewhere",
  resolveId: (id) => (id.startsWith("virtual:") ? `\0${id}` : undefined),
  load(id) {
    if (id === "\0virtual:inputs") {
      return `export default ${JSON.stringify(readInputs(readFileSync(SCHEMA, "utf8")))}`;
    }
    return id === "\0virtual:theme.css" ? themeStyle() : undefined;
  },
};

const result = await build({
  root: WEB,
  base: "/page/",
  configFile: false,
  logLevel: "error",
  plugins: [declaredElsewhere],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    write: false,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(WEB, "main.tsx"),
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
if (!("output" in result)) throw new Error("Vite built several pages instead of one.");
const files = result.output.map((file) => ({
  name: file.fileName,
  isEntry: file.type === "chunk" && file.isEntry,
  content: file.type === "chunk" ? file.code : Buffer.from(file.source).toString("utf8"),
}));
const named = (isWanted: (file: (typeof files)[number]) => boolean) => files.find(isWanted)!.name;
const page = JSON.stringify({
  script: named(({ isEntry }) => isEntry),
  style: named(({ name }) => name.endsWith(".css")),
  icon: named(({ name }) => name.endsWith(".svg")),
  files: Object.fromEntries(files.map(({ name, content }) => [name, content])),
});
const [, , target] = process.argv;
if (target) writeFileSync(target, page);
else process.stdout.write(page);
