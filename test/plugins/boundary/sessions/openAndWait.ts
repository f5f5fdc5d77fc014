// Opens the engine of a module that launches a program, says so, and waits to be killed.
import { hostedPlugin } from "../../../../src/plugins/boundary/sessions/hostedPlugin.ts";
import type { RunnerPlugin } from "../../../../src/plugins/contract/runner.ts";
import { runner } from "./faultyPlugins.ts";

const [module, launch] = process.argv.slice(2);
const hosted = hostedPlugin(runner, module!) as RunnerPlugin;
await hosted.open({ launch }, { signal: new AbortController().signal, log: () => {} });
console.log("open");
setInterval(() => {}, 1000);
