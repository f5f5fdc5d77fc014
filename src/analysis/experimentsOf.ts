import { type ExperimentRow, readExperiments } from "../store/reading/experiments.ts";
import { shared } from "../store/shared.ts";
import type { Store } from "../store/store.ts";
import type { Frontier, FrontierPoint } from "./frontierPoint.ts";
import { modeKey } from "./request/candidate.ts";
import type { FrontierRequest } from "./request/frontierRequest.ts";

/** The experiments behind the candidates of a request, read once when they are first asked for. */
export function experimentReader(store: Store, { criteria }: FrontierRequest) {
  const byMode = shared(async () => Map.groupBy(await readExperiments(store, criteria), modeKey));
  return async ({ modelId, mode, pools }: FrontierPoint): Promise<ExperimentRow[]> => {
    const own = (await byMode()).get(modeKey({ modelId, mode })) ?? [];
    return own.filter(({ pool }) => pools.includes(pool));
  };
}

/** A protocol of points of a frontier. Its name is null where the source of the runs states no protocol. */
export interface ProtocolRow {
  protocolId: string | null;
  pointCount: number;
}

/** The protocols of the points of a frontier, those of most points first. */
export async function protocolsOf(frontier: Frontier): Promise<ProtocolRow[]> {
  const counts = new Map<string | null, number>();
  for (const point of frontier.points) {
    const own = new Set((await frontier.experimentsOf(point)).map(({ protocolId }) => protocolId));
    for (const protocolId of own) counts.set(protocolId, (counts.get(protocolId) ?? 0) + 1);
  }
  return [...counts]
    .map(([protocolId, pointCount]) => ({ protocolId, pointCount }))
    .sort((a, b) => b.pointCount - a.pointCount || ((a.protocolId ?? "") < (b.protocolId ?? "") ? -1 : 1));
}
