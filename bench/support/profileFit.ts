import {
  ENGINES,
  type EngineName,
  type EngineProfile,
  type VersionFactors,
  withFactors,
} from "../../src/compute/serving/engines.ts";
import { leastSquares } from "./leastSquares.ts";
import { type Measured, timeOf } from "./measured.ts";

/** What a profile is expected to be before anything is measured, and how far it may be off as a deviation of the logarithm. */
const EXPECTED: Record<keyof EngineProfile, readonly [value: number, deviation: number]> = {
  bf16: [0.72, 0.25],
  fp8: [0.5, 0.3],
  fp4: [0.4, 0.35],
  scores: [0.4, 0.4],
  experts: [0.6, 0.35],
  weightBandwidth: [0.87, 0.3],
  expertBandwidth: [0.85, 0.3],
  cacheBandwidth: [0.75, 0.4],
  link: [0.6, 0.4],
  layerBytes: [16, 0.5],
  visitBytes: [24, 0.6],
  step: [3e-4, 0.7],
  answer: [10e-6, 0.8],
  launch: [5e-6, 0.35],
  conversion: [5e-6, 0.5],
  blackwell: [0.85, 0.15],
  exchange: [7e-6, 0.4],
  prompt: [0.9, 0.1],
};

/** Those that are no share of a data sheet's figure, so that nothing bounds them. */
const UNBOUNDED = new Set<string>([
  "layerBytes",
  "visitBytes",
  "step",
  "answer",
  "launch",
  "conversion",
  "blackwell",
  "exchange",
  "prompt",
]);
const LARGEST_SHARE = 0.95;

/** How far an engine is expected to be from all engines together, as a share of the deviation of each number. */
const OF_ENGINE = 0.5;

/** How far a version is expected to be from its engine, as a deviation of the logarithm. */
const OF_VERSION: Record<keyof VersionFactors, number> = { all: 0.05, overhead: 0.2, answer: 0.6 };

/** The deviation of a measurement's logarithm from an estimate that is as good as can be. */
const NOISE = 0.2;

/** Cells with more rows than this count less for each, so that one model does not decide for all. */
const FULL_ROWS = 30;

export interface Fit {
  profiles: Record<EngineName, EngineProfile>;
  versions: Record<EngineName, Record<string, VersionFactors>>;
}

const NUMBERS = Object.keys(EXPECTED) as (keyof EngineProfile)[];
const FACTORS = Object.keys(OF_VERSION) as (keyof VersionFactors)[];

/**
 * The profiles of all engines and the factors of their versions that fit the measured times best, by least squares of the
 * logarithms in which outliers count less. The numbers of an engine are held near those of all engines, these near what is
 * expected, and versions near their engine, so that little data changes little.
 */
export function fitProfiles(rows: readonly Measured[]): Fit {
  const versions = [...new Set(rows.flatMap(({ target }) => versionKey(target) ?? []))].sort();
  const size = NUMBERS.length;
  const ofEngine = (engine: number, number: number) => size + engine * size + number;
  const ofVersion = (version: number, factor: number) =>
    size * (1 + ENGINES.length) + version * FACTORS.length + factor;
  const engineOf = rows.map(({ target }) => ENGINES.indexOf(target.engine));
  const versionOf = rows.map(({ target }) => versions.indexOf(versionKey(target) ?? ""));
  const weights = weightsOf(rows);

  const profilesAt = (at: number[]) =>
    ENGINES.map(
      (_, engine) =>
        Object.fromEntries(
          NUMBERS.map((name, i) => [name, numberAt(name, at[i]! + OF_ENGINE * at[ofEngine(engine, i)]!)]),
        ) as unknown as EngineProfile,
    );
  const factorsAt = (at: number[], version: number) =>
    Object.fromEntries(
      FACTORS.map((name, i) => [name, Math.exp(OF_VERSION[name] * at[ofVersion(version, i)]!)]),
    ) as unknown as VersionFactors;

  const residualAt = (at: number[], which: readonly number[]) => {
    const profiles = profilesAt(at);
    const plain = profiles.map((profile) => ({ profile, all: 1 }));
    const versioned = versions.map((key, i) => {
      const engine = ENGINES.indexOf(key.split(" ")[0] as EngineName);
      return withFactors(profiles[engine]!, factorsAt(at, i));
    });
    return which.map((i) => {
      const version = versionOf[i]!;
      const estimate = timeOf(rows[i]!, version < 0 ? plain[engineOf[i]!]! : versioned[version]!);
      return (weights[i]! * Math.log(estimate / rows[i]!.timePerToken)) / NOISE;
    });
  };
  const all = rows.map((_, i) => i);
  const affected = Array.from({ length: ofVersion(versions.length, 0) }, (_, parameter) => {
    if (parameter < size) return all;
    if (parameter < ofVersion(0, 0)) {
      const engine = Math.floor(parameter / size) - 1;
      return all.filter((i) => engineOf[i] === engine);
    }
    const version = Math.floor((parameter - ofVersion(0, 0)) / FACTORS.length);
    return all.filter((i) => versionOf[i] === version);
  });
  const at = leastSquares(affected, rows.length, residualAt);
  const profiles = profilesAt(at);
  return {
    profiles: Object.fromEntries(ENGINES.map((engine, i) => [engine, profiles[i]!])) as Fit["profiles"],
    versions: Object.fromEntries(
      ENGINES.map((engine) => [
        engine,
        Object.fromEntries(
          versions.flatMap((key, i) =>
            key.startsWith(`${engine} `) ? [[key.slice(engine.length + 1), factorsAt(at, i)]] : [],
          ),
        ),
      ]),
    ) as Fit["versions"],
  };
}

function versionKey({ engine, version }: Measured["target"]): string | null {
  return version === null ? null : `${engine} ${version}`;
}

function numberAt(name: keyof EngineProfile, distance: number): number {
  const [value, deviation] = EXPECTED[name];
  if (UNBOUNDED.has(name)) return value * Math.exp(deviation * distance);
  const odds = (value / (LARGEST_SHARE - value)) * Math.exp(1.5 * deviation * distance);
  return (LARGEST_SHARE * odds) / (1 + odds);
}

function weightsOf(rows: readonly Measured[]): number[] {
  const cellOf = ({ source, target, dimensions }: Measured) =>
    `${source}|${target.engine}|${target.accelerator.slug}|${dimensions}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(cellOf(row), (counts.get(cellOf(row)) ?? 0) + 1);
  return rows.map((row) => Math.min(1, Math.sqrt(FULL_ROWS / counts.get(cellOf(row))!)));
}
