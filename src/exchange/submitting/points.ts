/** What is submitted costs so many points: a point is about ten microseconds of one core. */
const OF_RUN = 50;
const OF_SAMPLE = 2;
const OF_KIB = 1;

/** The points that runs with so many samples cost, without the bytes in which they come. */
export function pointsOfRuns(runs: readonly { samples?: readonly unknown[] | undefined }[]): number {
  return runs.reduce((points, { samples }) => points + OF_RUN + OF_SAMPLE * (samples?.length ?? 0), 0);
}

/** The points that bytes cost once they are read, decompressed where they came compressed. */
export const pointsOfBytes = (bytes: number): number => (OF_KIB * bytes) / 1024;
