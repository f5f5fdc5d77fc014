#!/usr/bin/env node
// Plain JS without static imports, so that an old Node reads it and says what it needs instead of a syntax error.
const needed = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`Paretograph needs Node ${needed.join(".")} or later, and this is ${process.versions.node}.`);
  process.exit(1);
}
const { default: module } = await import("node:module");
module.enableCompileCache?.();
await import("../dist/src/main.js");
