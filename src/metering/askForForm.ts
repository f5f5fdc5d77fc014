import type { IncomingMessage } from "node:http";
import type { Dispatcher } from "undici";
import type { Engine } from "./exchange.ts";
import { headersForEngine, without } from "./headers.ts";
import type { Recorder } from "./recorder.ts";
import { forOneToken } from "./streams/askUsage.ts";
import { createEventSplitter } from "./streams/eventSplitter.ts";
import { createEventReader, type Fields, readLast, type StreamEvent } from "./streams/events.ts";
import { type UsageForm, type UsagePlace, usagePlaceOf } from "./streams/usageForm.ts";

/** Milliseconds after which the engine's form counts as the documented one: a client waits for it at the end of its stream. */
const PATIENCE = 5000;
/** The most bytes of the stream that are read: some engines do not heed the limit of one token. */
const MOST_BYTES = 16 * 1024 ** 2;

/**
 * Asks the engine a client's request once more, for one token and without the wish for usage, and sees in which places its
 * stream states usage all the same. Rejects where the engine gives no event of such a stream.
 */
export function askForForm(
  engine: Pick<Engine, "pool" | "prefix">,
  recorder: Recorder,
  { request, path, bytes, fields }: { request: IncomingMessage; path: string; bytes: Buffer; fields: Fields },
): Promise<UsageForm> {
  const body = forOneToken(bytes, fields);
  const headers = { run: null, path, fields, bytes: body, headers: request.headers };
  const recording = recorder.begin({ ...headers, usageAskedBy: null, own: true }, performance.now());
  const places = new Set<UsagePlace>();
  let events = 0;
  const read = createEventReader();
  const take = (event: StreamEvent) => {
    recording?.event(event);
    if (event !== null && event !== "done" && ("texts" in event || ("fields" in event && "choices" in event.fields))) {
      events++;
    }
    const place = usagePlaceOf(event);
    if (place) places.add(place);
  };
  const splitter = createEventSplitter((one) => take(read(one)));
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let size = 0;
    let status = 0;
    const settle = (why: string) => {
      clearTimeout(timer);
      void recording?.end();
      // What a stream has that was cut off tells as much, and mostly how its events are written.
      if (events > 0) resolve(places);
      else reject(new Error(why));
      controller?.abort(new Error(why));
    };
    const timer = setTimeout(() => settle("The engine took too long."), PATIENCE);
    engine.pool.dispatch(
      {
        path: `${engine.prefix}${path}`,
        method: "POST",
        headers: [
          ...without(headersForEngine(request.rawHeaders), ["accept-encoding"]),
          ...["accept-encoding", "identity", "content-length", String(body.length)],
        ],
        body,
      },
      {
        onRequestStart(given) {
          controller = given;
        },
        onResponseStart(_controller, code, given) {
          status = code;
          recording?.head(code, given);
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          recording?.bytes(chunk.length);
          if (size > MOST_BYTES) settle("The engine's stream does not end.");
          else if (status === 200) splitter.feed(chunk);
        },
        onResponseEnd() {
          if (splitter.begun.length > 0) take(readLast(read, splitter.begun));
          settle(`The engine answers ${status}.`);
        },
        onResponseError: (_controller, error) => settle(error.message),
      },
    );
  });
}
