import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../src/errors/requestError.ts";
import { BENCHMARK_DATA_ERRORS } from "../src/plugins/contract/benchmark.ts";
import { PLUGIN_ERRORS } from "../src/plugins/contract/pluginError.ts";
import { RUNNER_ERRORS } from "../src/plugins/contract/runner.ts";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the documents", () => {
  it("link to files that are there", () => {
    const broken = documents.flatMap((document) =>
      [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target]) => join(dirname(document), target!))
        .filter((target) => !existsSync(target))
        .map((target) => `${document}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("name only scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = documents.flatMap((document) =>
      [...readFileSync(document, "utf8").matchAll(/npm (?:run )?((?<=run )[\w:]+|start|test)/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("list every error code with its meaning", () => {
    const listed = [...readFileSync("docs/errors.md", "utf8").matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];
    const runner = Object.entries(RUNNER_ERRORS).map(([code, { meaning }]) => [code, meaning]);
    const declared = [ERROR_CODES, PLUGIN_ERRORS, BENCHMARK_DATA_ERRORS].flatMap((codes) => Object.entries(codes));
    expect(listed.map(([, code, meaning]) => [code, meaning]).sort()).toEqual([...declared, ...runner].sort());
  });
});

describe("package-lock.json", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));

  it("records no address of a registry", () => {
    const addresses = Object.values<{ resolved?: string }>(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses).toEqual(["tools/node"]);
  });

  it("holds the optional peers that npm 10 asks for, and later versions leave out", () => {
    const peers = ["server", "disposablestack"].map(
      (name) => `node_modules/postgraphile/node_modules/@whatwg-node/${name}`,
    );
    expect(peers.filter((path) => !(path in packages))).toEqual([]);
  });
});
