import type { Gpu, GpuSource, MeterPlugin } from "../../contract/meter.ts";
import type { Served } from "./served.ts";

/** What `follow` is called with. */
export interface ToFollow {
  options: unknown;
  gpus: Gpu[];
  interval: number;
}

/** The calls of a meter and of the one source that it follows. */
export function serveMeter(meter: MeterPlugin): Served {
  let source: GpuSource | null = null;
  return async (method, given, { give }) => {
    if (method === "list") return meter.list(given);
    if (method === "processes") return meter.processes!(given);
    if (method === "follow") {
      const { options, gpus, interval } = given as ToFollow;
      source = meter.follow(options, gpus, interval, give);
      return null;
    }
    await (method === "readNow" ? source?.readNow() : source?.close());
    return null;
  };
}
