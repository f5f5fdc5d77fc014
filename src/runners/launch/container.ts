import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { engineFlags, type LaunchCommand } from "./command.ts";
import type { EngineProgram } from "./engineProgram.ts";
import type { LaunchOptions } from "./options.ts";

/** The command that launches an engine in a container of an image. Throws as `engineFlags` does. */
export function containerCommand(
  engine: EngineProgram,
  options: LaunchOptions,
  image: string,
  port: number,
): LaunchCommand {
  const name = `paretograph-${engine.name}-${randomBytes(4).toString("hex")}`;
  const folder = localFolder(options.model);
  return {
    command: [
      ...["docker", "run", "--rm", "--name", name, ...gpuFlag(options.gpus)],
      // Processes that share a model over GPUs talk through shared memory, of which a container has 64 MB by default.
      ...["--ipc", "host", "--publish", `127.0.0.1:${port}:${port}`],
      // A local model is mounted under its own path, so that the engine states the same path as it would outside.
      ...["--volume", folder ? `${folder}:${folder}:ro` : cacheVolume(engine)],
      ...environmentNames(options).flatMap((variable) => ["--env", variable]),
      ...(options.dockerFlags ?? []),
      image,
      ...engine.image.command,
      ...engineFlags(engine, { ...options, model: folder ?? options.model }, "0.0.0.0", port),
    ],
    environment: options.environment ?? {},
    afterwards: ["docker", "rm", "--force", name],
  };
}

function gpuFlag(gpus: string[] | undefined): string[] {
  if (!gpus) return ["--gpus", "all"];
  // Docker reads the value as comma-separated fields: the quotes keep a list of GPUs in one field.
  return gpus.length ? ["--gpus", `"device=${gpus.join(",")}"`] : [];
}

/** The folder of a model that is not a hub id. */
function localFolder(model: string): string | undefined {
  return statSync(model, { throwIfNoEntry: false })?.isDirectory() ? resolve(model) : undefined;
}

function cacheVolume({ image }: EngineProgram): string {
  const home = process.env.HF_HOME ?? join(homedir(), ".cache", "huggingface");
  return `${join(home, image.sharedCache)}:${image.modelCache}`;
}

/** Only the names are given: docker takes the values from its own environment, so no list of processes shows them. */
function environmentNames({ environment = {} }: LaunchOptions): string[] {
  return [...new Set([...Object.keys(environment), ...(process.env.HF_TOKEN ? ["HF_TOKEN"] : [])])];
}
