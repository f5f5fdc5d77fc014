import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dispatcher, Pool } from "undici";
import { RunnerError } from "../plugins/contract/runnerError.ts";
import { askForForm } from "./askForForm.ts";
import { headersForEngine, type RawHeaders, without } from "./headers.ts";
import { asksUsage, isCompletionPath, type Recorder } from "./recorder.ts";
import { passReply } from "./reply.ts";
import type { RequestBody } from "./requestBody.ts";
import { askingUsage } from "./streams/askUsage.ts";
import { type KnownForms, tellsUnasked } from "./streams/usageForm.ts";
import { enginePath, type Target } from "./target.ts";

/** The engine that is asked, and what was seen of it. */
export interface Engine {
  pool: Pool;
  /** The path of its address, without `/v1` and without a slash at its end. */
  prefix: string;
  /** Its address in messages. */
  address: string;
  forms: KnownForms;
  /** What went wrong before a reply, each told once. */
  told: Set<string>;
}

/**
 * Passes a request on to the engine and the reply to the client, byte for byte, and records both. The proxy never answers
 * by itself: where the engine can't be reached or breaks off, the client's connection ends as the engine's did, and where
 * the client goes away, so does the proxy at the engine.
 */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  engine: Engine,
  recorder: Recorder,
  { target, body, cameAt, isRecorded }: { target: Target; body: RequestBody; cameAt: number; isRecorded: boolean },
): void {
  const { bytes, fields } = body;
  const { forms } = engine;
  const path = enginePath(target, fields);

  // One kind of stream is always written in one way.
  const kind = `${path} ${String(fields?.model ?? "")}`;
  const known = forms.get(kind);
  const isTold = forms.takesWish(kind) === false || (known !== undefined && tellsUnasked(known));
  const mayWish = isRecorded && isCompletionPath(path) && !isTold;
  const wishing = mayWish && bytes && fields ? askingUsage(bytes, fields) : null;
  const usageAskedBy = wishing ? "proxy" : asksUsage(fields) ? "client" : null;
  const facts = { run: target.run, path, fields, bytes, headers: request.headers };
  const recording = isRecorded ? recorder.begin({ ...facts, usageAskedBy }, cameAt) : null;

  let controller: Dispatcher.DispatchController | null = null;
  const state = { isOver: false };
  response.once("close", () => {
    if (state.isOver) return;
    state.isOver = true;
    const failure = new RunnerError("CANCELED", "The client went away.");
    void recording?.end(failure);
    controller?.abort(failure);
  });

  const send = (sent: Buffer | null, wish: "made" | "refused" | "none") => {
    const reply = passReply(response, {
      ...{ recording, state, engine, kind, wish },
      controller: () => controller!,
      askAgain: () => send(bytes, "refused"),
      learnForm: () => askForForm(engine, recorder, { request, path, bytes: bytes!, fields: fields! }),
    });
    engine.pool.dispatch(
      {
        path: `${engine.prefix}${path}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: headersOf(request, sent, wish === "made"),
        body: sent ?? body.stream,
      },
      {
        onRequestStart(given) {
          controller = given;
          if (state.isOver) given.abort(new Error("The client went away."));
        },
        onResponseStart(given, status, headers, statusText) {
          if (status >= 200) reply.begin(status, statusText ?? "", headers, given.rawHeaders as Buffer[]);
        },
        onResponseData: (_given, chunk) => reply.data(chunk),
        onResponseEnd: () => reply.end(),
        onResponseError: (_given, error) => reply.fail(error),
      },
    );
  };
  if (wishing) send(wishing, "made");
  else send(bytes, "none");
}

function headersOf(request: IncomingMessage, sent: Buffer | null, wishes: boolean): RawHeaders {
  const headers = headersForEngine(request.rawHeaders);
  const length = sent ? String(sent.length) : request.headers["content-length"];
  // A compressed stream could not be read and given on as it was.
  const ours = wishes ? [...without(headers, ["accept-encoding"]), "accept-encoding", "identity"] : headers;
  return length === undefined ? ours : [...ours, "content-length", length];
}
