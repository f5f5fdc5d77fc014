import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ask, operateToken, run } from "./command.ts";

const MODULES = join(import.meta.dirname, "../../node_modules");
const project = mkdtempSync(join(tmpdir(), "paretograph-broken-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));
mkdirSync(join(project, "node_modules"));
symlinkSync(join(MODULES, "zod"), join(project, "node_modules/zod"));

/** A field of a plugin as code, and fields of its kind, each of which may be broken. */
type Fields = Record<string, string>;
const COMMON: Fields = {
  version: '"1.0.0"',
  apiVersion: '"1.0.0"',
  description: '"A plugin."',
  options: "z.strictObject({})",
};
const metric = (more: Fields = {}) =>
  codeOf({
    name: '"words"',
    title: '"W"',
    unit: '"1"',
    direction: '"MAXIMIZE"',
    scale: '"log"',
    description: '"d"',
    ...more,
  });
const KINDS: Record<string, Fields> = {
  benchmark: {
    ...{ title: '"B"', domain: '"d"', source: '{ url: null, license: "MIT" }' },
    ...{ load: "async () => ({})", prompt: "() => []", grade: "() => ({})" },
  },
  runner: { open: "async () => ({})" },
  meter: { list: "async () => []", follow: "() => ({})" },
  importer: { title: '"I"', versions: '"1"', find: "async () => []", read: "async function* () {}" },
  architecture: { modelTypes: '["mine"]', translate: "(config) => config" },
  exporter: { title: '"E"', mediaType: '"text/plain"', extension: '"txt"', write: "async function* () {}" },
  metric: {
    ...{ title: '"M"', unit: '"g"', direction: '"MINIMIZE"', scale: '"log"', of: '"run"' },
    ...{ requires: '["energy"]', compute: "() => 1" },
  },
};

const codeOf = (fields: Fields) =>
  `{ ${Object.entries(fields)
    .map(([name, value]) => (name.startsWith("get ") ? `${name}() ${value}` : `${name}: ${value}`))
    .join(", ")} }`;

interface Broken {
  code: string;
  /** What its problem says. */
  expected: { stage: string; code: string; said: RegExp };
}

const broken: Broken[] = [];
const add = (code: string, stage: string, errorCode: string, said: RegExp) =>
  broken.push({ code, expected: { stage, code: errorCode, said } });
const plugin = (kind: string, more: Fields, number = broken.length) => {
  const fields = { kind: `"${kind}"`, name: `"broken-${kind}-${number}"`, ...COMMON, ...KINDS[kind], ...more };
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !(`get ${name}` in more)));
  return `import { z } from "zod";\nexport default ${codeOf(own)};`;
};

// What happens while a module is imported.
const THROWS = /can't be loaded/;
for (const value of [
  "new Error('no driver')",
  "undefined",
  "null",
  "'a text'",
  "{ toString() { throw 1; } }",
  "Symbol('s')",
]) {
  add(`throw ${value};`, "IMPORT", "IMPORT_FAILED", THROWS);
}
for (const code of ["process.exit(3)", "process.abort()", "process.kill(process.pid, 'SIGKILL')", "process.exit()"]) {
  add(`${code};`, "IMPORT", "IMPORT_FAILED", /its process/);
}
for (const code of [
  "export const plugin = 1;",
  "import 'not-installed';",
  "import { missing } from 'zod/not-there';",
  "export default {",
  "await Promise.reject(new Error('rejected'));",
  "setTimeout(() => { throw new Error('thrown at once'); }); await new Promise((done) => setTimeout(done, 200)); export default 1;",
  "const all = []; for (;;) all.push(new Array(1e6).fill(1));",
]) {
  add(code, "IMPORT", "IMPORT_FAILED", THROWS);
}
for (const code of [
  "for (;;);",
  "await new Promise((done) => setTimeout(done, 1e9));",
  "export function then() {}",
  plugin("runner", { "get description": "{ for (;;); }" }),
]) {
  add(code, "IMPORT", "IMPORT_FAILED", /took longer than/);
}
// Exports that are no plugin.
for (const value of [
  "1",
  "null",
  "'text'",
  "() => {}",
  "new Promise(() => {})",
  "{ then() {} }",
  "[[]]",
  "{}",
  "[1]",
  "new Proxy({}, { get() { throw new Error('no'); } })",
]) {
  const isProxy = value.startsWith("new Proxy");
  add(
    `export default ${value};`,
    isProxy ? "IMPORT" : "CHECK",
    isProxy ? "IMPORT_FAILED" : "INVALID_PLUGIN",
    isProxy ? THROWS : /can't be used/,
  );
}
// Plugins of each kind that lack something, or have it in another shape.
for (const [kind, fields] of Object.entries(KINDS)) {
  for (const name of Object.keys(fields))
    add(plugin(kind, { [name]: "{}" }), "CHECK", "INVALID_PLUGIN", new RegExp(`${name}[:.]`));
  for (const name of ["version", "description", "options"]) {
    add(plugin(kind, { [name]: "undefined" }), "CHECK", "INVALID_PLUGIN", new RegExp(`${name}:`));
  }
  add(plugin(kind, { apiVersion: '"2.0.0"' }), "CHECK", "API_VERSION_UNSUPPORTED", /version 2\.0\.0/);
}
for (const [name, value] of Object.entries({
  name: '"Not A Name"',
  version: '"one"',
  description: '""',
  options: "{}",
  kind: '"else"',
})) {
  add(plugin("runner", { [name]: value }), "CHECK", "INVALID_PLUGIN", new RegExp(`${name}:`));
}
// Metrics that would break the catalogue of all.
for (const more of [
  { name: '"Bad Name"' },
  { name: '""' },
  { name: "7" },
  { name: '"constructor"' },
  { title: "7" },
  { direction: '"UP"' },
  { scale: '"cubic"' },
] as Fields[]) {
  add(plugin("runner", { metrics: `[${metric(more)}]` }), "CHECK", "INVALID_PLUGIN", /metrics\.0\./);
}
// What is only seen when it is taken.
add(
  plugin("runner", { metrics: `[${metric({ name: '"accuracy"', unit: '"%"' })}]` }),
  "REGISTER",
  "INVALID_PLUGIN",
  /"accuracy" of .* built in/,
);
add(
  plugin("runner", { metrics: `[${metric()}, ${metric({ unit: '"g"' })}]` }),
  "REGISTER",
  "INVALID_PLUGIN",
  /two metrics "words"/,
);
add(plugin("metric", { name: '"energy"' }), "REGISTER", "INVALID_PLUGIN", /"energy"/);
add(plugin("metric", { name: '"circle"', requires: '["circle"]' }), "REGISTER", "INVALID_PLUGIN", /from itself/);
add(
  plugin("metric", { name: '"lonely"', requires: '["nothing"]' }),
  "REGISTER",
  "INVALID_PLUGIN",
  /no metric "nothing"/,
);
add(
  plugin("metric", { name: '"unset"', options: "z.strictObject({ grams: z.number() })" }),
  "REGISTER",
  "INVALID_PLUGIN",
  /metrics\.unset\.grams/,
);
add(plugin("runner", { options: "z.strictObject({ since: z.date() })" }), "REGISTER", "INVALID_PLUGIN", /JSON Schema/);
add(plugin("benchmark", { name: '"gsm8k"' }), "REGISTER", "DUPLICATE_PLUGIN", /built in and from/);
add(plugin("runner", { name: '"vllm"' }), "REGISTER", "DUPLICATE_PLUGIN", /built in and from/);
add(plugin("benchmark", { variants: '{ subset: ["easy"] }' }), "REGISTER", "INVALID_PLUGIN", /variants\.subset/);

const nameOf = (i: number) => `paretograph-plugin-broken-${String(i).padStart(3, "0")}`;

it("a hundred broken plugins are each named with their reason, and the server answers all the time", {
  timeout: 400_000,
}, async () => {
  expect(broken.length).toBeGreaterThanOrEqual(100);
  const install = (name: string, code: string) => {
    const folder = join(project, "node_modules", name);
    mkdirSync(folder);
    const manifest = { name, version: "1.0.0", type: "module", exports: "./index.js", paretograph: { plugin: "1" } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "index.js"), code);
  };
  for (const [i, { code }] of broken.entries()) install(nameOf(i), code);
  install("paretograph-plugin-good", plugin("exporter", { name: '"good"' }));
  // This one is only seen to be broken when it is called.
  install("paretograph-plugin-loops", plugin("architecture", { name: '"loops"', translate: "() => { for (;;); }" }));

  const server = run(["serve"], {}, project);
  const url = await server.ready();
  let isOver = false;
  let longest = 0;
  const watching = (async () => {
    while (!isOver) {
      const start = performance.now();
      const { frontier } = await ask(url, '{ frontier(where: {benchmark: ["gpqa-diamond"]}) { candidateCount } }');
      longest = Math.max(longest, performance.now() - start);
      expect(frontier.candidateCount).toBeGreaterThan(20);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  // While plugins are tried, a request that waits for them may run out of its time.
  const askPatiently = async (query: string): Promise<any> => {
    for (const until = Date.now() + 240_000; Date.now() < until; ) {
      const data = await ask(url, query);
      if (data?.plugins) return data;
    }
    throw new Error("The plugins were never there.");
  };
  const { pluginProblems, plugins } = await askPatiently(
    "{ pluginProblems { source stage code message } plugins { name source } }",
  );
  const { metrics } = await ask(url, "{ metrics { name unit provider } }");
  const config = JSON.stringify({ model_type: "mine" }).replaceAll('"', '\\"');
  expect(await ask(url, `mutation { addModel(slug: "a/b", config: "${config}") { id } }`, operateToken())).toBeNull();
  isOver = true;
  await watching;
  expect(metrics.length).toBeGreaterThan(30);
  expect(plugins.filter(({ source }: any) => source !== "built in")).toEqual([
    { name: "loops", source: "paretograph-plugin-loops@1.0.0" },
    { name: "good", source: "paretograph-plugin-good@1.0.0" },
  ]);
  const bySource = new Map(pluginProblems.map((problem: any) => [problem.source, problem]));
  const wrong = broken.flatMap(({ code, expected }, i) => {
    const found = bySource.get(`${nameOf(i)}@1.0.0`) as any;
    const isRight =
      found?.stage === expected.stage && found.code === expected.code && expected.said.test(found.message);
    return isRight ? [] : [{ code: code.slice(0, 300), expected, found }];
  });
  expect(wrong).toEqual([]);
  expect(pluginProblems).toHaveLength(broken.length);
  // A busy machine is slow, but no plugin holds an answer up for its deadline.
  expect(longest).toBeLessThan(10_000);
  server.child.kill("SIGINT");
  const { code, stderr } = await server.ended;
  expect(code).toBe(0);
  for (const [i] of broken.entries()) expect(stderr).toContain(nameOf(i));
});
