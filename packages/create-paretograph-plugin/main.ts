#!/usr/bin/env node
// `npm create paretograph-plugin NAME -- --kind KIND`: as `paretograph plugin create`, without the whole of Paretograph.
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { createPlugin } from "../../src/plugins/creating/createPlugin.ts";
import { CreationRefused } from "../../src/plugins/creating/pluginNames.ts";
import { sayCreated } from "../../src/plugins/creating/sayCreated.ts";
import { TEMPLATE_KINDS } from "../../src/plugins/creating/templateKinds.ts";

const KINDS = Object.keys(TEMPLATE_KINDS).join("|");

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: "string" }, folder: { type: "string" } },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0 || values.kind === undefined) {
    throw new CreationRefused(`Say: npm create paretograph-plugin NAME -- --kind ${KINDS}`);
  }
  const created = createPlugin(name, values.kind, values.folder);
  sayCreated(created, relative(process.cwd(), created.folder) || ".");
} catch (error) {
  const isExpected =
    error instanceof CreationRefused || String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  if (!isExpected) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
