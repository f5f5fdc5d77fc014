/**
 * Writes the answers in docs/findings.md and README.md anew: `npm run findings`. Each block of JSON is replaced by what
 * the query above it gives on the bundled data, and so are the figures of README's table of benchmarks. The figures in the prose are compared by
 * `test/data/findings.store.test.ts`, which names those that no answer has any more.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadBundledResults } from "../src/recording/bundled/bundledResults.ts";
import { openStore } from "../src/store/store.ts";
import { serveApi } from "../test/support/api.ts";
import { withCoverage } from "./coverageTable.ts";

const QUERY_AND_ANSWER = /```graphql\n(.*?)```\s*```json\n(.*?)```/gs;
const WIDTH = 120;

/** Three significant digits, and counts as they are. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) < 1e5 ? value : Number(value.toPrecision(3));
  if (Array.isArray(value)) return value.map(rounded);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  }
  return value;
}

/** JSON in which whatever fits a line stands on one line. */
function pretty(value: unknown, indent = "", taken = 0): string {
  const line = inOneLine(value);
  if (typeof value !== "object" || value === null) return line;
  if (indent !== "" && indent.length + taken + line.length < WIDTH) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one) => inner + pretty(one, inner))
    : Object.entries(value).map(([key, one]) => `${inner}"${key}": ${pretty(one, inner, key.length + 4)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function inOneLine(value: unknown): string {
  if (typeof value === "number") return Math.abs(value) >= 1e6 ? value.toExponential().replace("e+", "e") : `${value}`;
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${inOneLine(one)}`)
    .join(", ")} }`;
}

// `import.meta.main` is false under tools/node/run.js, which starts this file.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const store = await openStore(process.env.DATA_DIR ? { folder: process.env.DATA_DIR } : {});
  await loadBundledResults(store);
  const api = await serveApi(store);
  for (const file of ["docs/findings.md", "README.md"]) {
    let text = readFileSync(file, "utf8");
    for (const [block, query, answer] of text.matchAll(QUERY_AND_ANSWER)) {
      const data = rounded(await api.data(query!));
      if (answer!.trim() !== "" && JSON.stringify(data) === JSON.stringify(JSON.parse(answer!))) continue;
      console.log(`${file}: another answer to ${query!.trim().split("\n").slice(0, 2).join(" ").slice(0, 90)} …`);
      text = text.replace(block, () => block.replace(answer!, () => `${pretty(data)}\n`));
    }
    writeFileSync(file, await withCoverage(text, api));
  }
  await api.close();
  await store.close();
}
