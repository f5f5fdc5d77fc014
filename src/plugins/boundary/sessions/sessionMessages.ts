import { z } from "zod";
import { crossedFailure } from "./crossedFailure.ts";

/** A message to the process of a session. */
export type ToSession =
  | { call: number; method: string; given: unknown }
  /** The call of this id is to end, for this reason. */
  | { abort: number; name: string; message: string }
  /** A piece was taken, so that another may come. */
  | { taken: true }
  | { ping: true };

const id = z.int().positive();

/** A message from it. The code of a plugin lives in that process, so that nothing of it is taken as it is. */
export const fromSession = z.union([
  /** It has imported the plugin. `clock` is when its `performance.now()` was 0, in seconds of the machine's own clock. */
  z.object({ ready: z.literal(true), clock: z.number() }),
  z.object({ died: z.string() }),
  z.object({ alive: z.literal(true) }),
  z.object({ pieceOf: id, piece: z.unknown() }),
  z.object({ done: id, value: z.unknown() }),
  z.object({ failed: id, failure: crossedFailure }),
]);

export type FromSession = z.infer<typeof fromSession>;

/** When `performance.now()` of this process was 0, in seconds of the clock that all processes of the machine share. */
export const clockOfProcess = (): number => Number(process.hrtime.bigint()) / 1e9 - performance.now() / 1000;
