import type { ArchitecturePlugin } from "../contract/architecture.ts";
import type { EngineUse, RunnerPlugin } from "../contract/runner.ts";

/** A runner as the program calls it: its code may be in another process. */
export interface HostedRunner extends Omit<RunnerPlugin, "use"> {
  use?(options: unknown): EngineUse | Promise<EngineUse>;
}

/** An architecture as the program calls it: its code may be in another process. */
export interface HostedArchitecture extends Omit<ArchitecturePlugin, "translate"> {
  translate(config: Record<string, unknown>): unknown;
}
