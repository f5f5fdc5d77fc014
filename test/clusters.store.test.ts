import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { declare as declareRun } from "../src/cli/measuring/run.ts";
import { declare as declareWorker } from "../src/cli/measuring/worker.ts";
import { readExperiment } from "../src/evaluation/experiment/readExperiment.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "../docs", name), "utf8");
const CLUSTERS = read("clusters.md");

/** The code of the block after a mark. */
function blockAfter(mark: string): string {
  const [, block] = CLUSTERS.split(`<!-- checked: ${mark} -->`);
  return /```\w+\n([\s\S]*?)```/.exec(block!)![1]!;
}

const COMMANDS: Record<string, (command: Command) => void> = { run: declareRun, worker: declareWorker };

/** Throws where a command line of Paretograph names a subcommand or a flag that there is not. */
function requireKnown(words: string[]): void {
  const [name, ...others] = words;
  expect(Object.keys(COMMANDS)).toContain(name);
  const command = new Command(name);
  COMMANDS[name!]!(command);
  const known = command.options.map(({ long }) => long);
  for (const word of others) if (word.startsWith("--")) expect(known).toContain(word);
}

describe("docs/clusters.md", () => {
  it("has a script for Slurm that bash can read, with its directives before the first command", () => {
    const script = blockAfter("slurm");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    const firstCommand = script.split("\n").findIndex((line) => line !== "" && !line.startsWith("#"));
    const directives = script.split("\n").flatMap((line, i) => (line.startsWith("#SBATCH") ? [i] : []));
    expect(directives.length).toBeGreaterThan(5);
    expect(Math.max(...directives)).toBeLessThan(firstCommand);
  });

  it("ends in good order when Slurm sends SIGTERM, and asks to be queued again", () => {
    const asked = blockAfter("slurm").replace('source "$HOME/.config/paretograph/environment"', "DATABASE_URL=x");
    // The command takes a second to end once it is asked to.
    const stubs = `
      paretograph() { trap 'sleep 0.3; exit 143' TERM; echo "$@"; sleep 0.5; kill -TERM $$; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.2; done; }
      scontrol() { echo "scontrol $@"; }
      CUDA_VISIBLE_DEVICES=2,3 SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=1
    `;
    const { status, stdout } = spawnSync("bash", ["-c", `${stubs}\n${asked}`], { encoding: "utf8", timeout: 20_000 });
    expect(stdout.trim().split("\n")).toEqual(["run friday.yaml --gpus 2,3", "scontrol requeue 7_1"]);
    expect(status).toBe(143);
  });

  it("has a Job for Kubernetes whose GPUs are those that its command takes", () => {
    const job = parse(blockAfter("kubernetes"));
    expect(job).toMatchObject({ apiVersion: "batch/v1", kind: "Job", spec: { completionMode: "Indexed" } });
    const [container] = job.spec.template.spec.containers;
    const volumes = job.spec.template.spec.volumes.map(({ name }: { name: string }) => name);
    expect(container.volumeMounts.map(({ name }: { name: string }) => name)).toEqual(volumes);
    expect(container.resources.limits["nvidia.com/gpu"]).toBe(2);
    expect(container.command).toEqual(["paretograph", "run", "/etc/experiment/friday.yaml", "--gpus", "0-1"]);
    requireKnown(container.command.slice(1));
  });

  it("names no subcommand and no flag that there is not, nor does docs/experiments.md", () => {
    const lines = [...`${CLUSTERS}\n${read("experiments.md")}`.matchAll(/paretograph ((?:run|worker) [^\n`&]*)/g)];
    expect(lines.length).toBeGreaterThan(6);
    for (const [, line] of lines) requireKnown(line!.trim().split(/\s+/));
  });

  it("has an experiment in docs/experiments.md that can be read", () => {
    const [, text] = /```yaml\n([\s\S]*?)```/.exec(read("experiments.md"))!;
    expect(readExperiment(text!, "friday.yaml")).toMatchObject({ name: "friday" });
  });
});
