/** The program that a launch of the weekend starts: the stand-in of one model on the port that it is told. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { noteLaunch, readLaunches } from "./askedLog.ts";
import { CHARACTERS } from "./characters.ts";
import type { AskedProblem } from "./problems.ts";
import { startStandIn } from "./standIn.ts";

const flag = (name: string) => process.argv[process.argv.indexOf(name) + 1]!;
const [model, port, folder] = [flag("--model"), Number(flag("--port")), process.env.WEEKEND_FOLDER!];
const name = model.split("/").at(-1)!;
const before = readLaunches(folder).filter((launch) => launch.model === model).length;
noteLaunch(folder, { model, pid: process.pid, port, gpus: process.env.CUDA_VISIBLE_DEVICES ?? "" });
if (CHARACTERS[name]!.failsAtStart?.(before)) {
  console.error("torch.OutOfMemoryError: CUDA out of memory.");
  process.exit(1);
}
const problems = JSON.parse(readFileSync(join(folder, "problems.json"), "utf8")) as AskedProblem[];
await startStandIn({ name, folder, problems, port });
