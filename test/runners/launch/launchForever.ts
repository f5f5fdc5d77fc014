/** Launches the stub engine and waits to be killed; its log goes to standard output. */
import { launchEngine } from "../../../src/runners/launch/engine.ts";
import { launchOptions } from "../../../src/runners/launch/options.ts";
import { vllmProgram } from "../../../src/runners/vllm/program.ts";

const options = launchOptions.parse(JSON.parse(process.argv[2]!));
await launchEngine(vllmProgram, options, { signal: new AbortController().signal, log: (line) => console.log(line) });
console.log("ready");
