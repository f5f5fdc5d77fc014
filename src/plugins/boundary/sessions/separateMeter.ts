import type { GpuReading, MeterPlugin } from "../../contract/meter.ts";
import { checkedGpus, checkedProcesses, checkedReading } from "./checkedMeter.ts";
import { callOnce, type SessionOrigin, startSession } from "./pluginSession.ts";
import type { ToFollow } from "./serveMeter.ts";

/** The milliseconds of a call. A sleeping driver needs some of them to wake. */
const CALL_MS = 30_000;

/**
 * A meter whose code is in processes of its own: one for each question, and one for each source that it follows. Where that
 * one ends, no reading comes any more, and `readNow` throws why. A reading that is none is left out, and `readNow` throws that.
 */
export function separateMeter(meter: MeterPlugin, module: string): MeterPlugin {
  const { name, version } = meter;
  const origin: SessionOrigin = { module, name, version, kind: "meter" };
  const list: MeterPlugin["list"] = async (options) =>
    checkedGpus(origin, await callOnce(origin, "list", options, CALL_MS));
  const processes: MeterPlugin["processes"] = async (options) =>
    checkedProcesses(origin, await callOnce(origin, "processes", options, CALL_MS));
  const follow: MeterPlugin["follow"] = (options, gpus, interval, onReading) =>
    followed(origin, { options, gpus, interval }, onReading);
  const value = { list, follow, processes: meter.processes && processes };
  return Object.create(
    meter,
    Object.fromEntries(Object.entries(value).map(([method, value]) => [method, { enumerable: true, value }])),
  );
}

function followed(
  origin: SessionOrigin,
  given: ToFollow,
  onReading: (reading: GpuReading) => void,
): ReturnType<MeterPlugin["follow"]> {
  const session = startSession(origin);
  let fault: unknown = null;
  const onPiece = (piece: unknown) => {
    try {
      const { at, gpus } = checkedReading(origin, piece);
      // The clock of each process begins with it.
      onReading({ at: at + session.clockOffset, gpus });
    } catch (error) {
      fault ??= error;
    }
  };
  const following = session.call("follow", given, { deadline: CALL_MS, onPiece });
  following.catch(() => {});
  return {
    async readNow() {
      await following;
      await session.call("readNow", null, { deadline: CALL_MS });
      if (fault !== null) throw fault;
    },
    async close() {
      try {
        if (!session.isOver) await session.call("close", null, { deadline: CALL_MS });
      } finally {
        session.close();
      }
    },
  };
}
