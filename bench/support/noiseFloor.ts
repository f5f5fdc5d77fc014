import { readSilicon, type ServingMeasurement } from "./servingMeasurements.ts";

/**
 * How far measurements are from the others of the same configuration: the mean and the median of |one / their geometric
 * mean − 1| in percent, where several were measured. No estimate that does not know what else differed can be nearer.
 */
export function noiseFloors(): Record<string, string | number>[] {
  const rows = readSilicon();
  return [...Map.groupBy(rows, ({ target }) => target.engine)].sort().flatMap(([engine, ofEngine]) =>
    [false, true].map((withVersion) => {
      const configurations = Map.groupBy(ofEngine, (one) => configurationOf(one, withVersion));
      const errors = [...configurations.values()].filter(({ length }) => length > 1).flatMap(distances);
      errors.sort((a, b) => a - b);
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      return {
        of: `${engine}, all but ${withVersion ? "the day" : "version and day"}`,
        rows: errors.length,
        "mean %": mean.toFixed(1),
        "median %": (errors[Math.floor(errors.length / 2)] ?? Number.NaN).toFixed(1),
      };
    }),
  );
}

function configurationOf({ dimensions, target, promptTokens, outputTokens }: ServingMeasurement, withVersion: boolean) {
  const { accelerator, version, ...rest } = target;
  return JSON.stringify([dimensions, accelerator.slug, rest, promptTokens, outputTokens, withVersion ? version : ""]);
}

function distances(alike: ServingMeasurement[]): number[] {
  const logs = alike.map(({ timePerToken }) => Math.log(timePerToken));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => 100 * Math.abs(Math.exp(log - mean) - 1));
}
