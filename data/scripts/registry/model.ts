import type { ArchitectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import type { Sampling } from "../../../src/decoding/decoding.ts";

/** A figure and where it is from: a repository and path, or how it was worked out. */
export interface Sourced<Value> {
  value: Value;
  source: string;
}

/** A line of `data/models/registry.jsonl`: an open model. Null is what no source states. */
export interface RegisteredModel {
  /** The id on the model hub. */
  slug: string;
  name: string;
  developer: string;
  family: string;
  architecture: ArchitectureKind | null;
  totalParameters: Sourced<number> | null;
  activeParameters: Sourced<number> | null;
  /** In tokens. */
  contextLength: number | null;
  /** YYYY-MM-DD */
  releasedOn: Sourced<string> | null;
  /** An SPDX expression. */
  weightsLicense: Sourced<string> | null;
  /** The sampling that its makers state in its `generation_config.json`. */
  generationDefaults: Sourced<Sampling> | null;
  /** The fields that `readArchitecture` needs; it reads every config that is here. */
  config: Record<string, unknown> | null;
  configSource: ConfigSource | null;
  /** Where figures disagree or are missing, and why. */
  notes: string[];
}

export interface ConfigSource {
  repo: string;
  path: string;
  commit: string;
  /** What that place is, where it is no config file. */
  note?: string;
  /** The licence of that source. */
  license: string;
  from?: string;
}
