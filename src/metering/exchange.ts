import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Dispatcher, Pool } from "undici";
import { RunnerError } from "../plugins/contract/runnerError.ts";
import { failureOfConnection } from "../runners/client/failures.ts";
import { askForForm } from "./askForForm.ts";
import { headersForClient, headersForEngine, type RawHeaders, without } from "./headers.ts";
import { asksUsage, isCompletionPath, type Recorder } from "./recorder.ts";
import { createReplyReader, isStreamOfEvents, type ReplyReader } from "./replyReader.ts";
import type { RequestBody } from "./requestBody.ts";
import { askingUsage } from "./streams/askUsage.ts";
import { createUsageFilter, type UsageFilter } from "./streams/takeOutUsage.ts";
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
}

/** The most bytes of a refusal that are held until it is known whether the proxy's wish is its cause. */
const LONGEST_REFUSAL = 64 * 1024;

/** Whether a refusal may be one of the wish for usage. Others have their own reasons: the key, the address, the load. */
const mayRefuseWish = (status: number) => status >= 400 && ![401, 403, 404, 408, 429, 503].includes(status);

/**
 * Passes a request on to the engine and the reply to the client, byte for byte, and records both. The proxy never answers
 * by itself: where the engine can't be reached or breaks off, the client's connection ends as the engine's did.
 */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  engine: Engine,
  recorder: Recorder,
  { target, body, cameAt }: { target: Target; body: RequestBody; cameAt: number },
): void {
  const { bytes, fields } = body;
  const path = enginePath(target, fields);
  const bare = path.split("?")[0]!;
  const asks = request.method === "POST" && isCompletionPath(path);
  const kind = `${bare} ${String(fields?.model ?? "")}`;
  const { forms } = engine;
  const isRecorded = request.method === "POST" && recorder.draw();

  const known = forms.get(kind);
  const wishes = isRecorded && asks && forms.takesWish(kind) !== false && !(known && tellsUnasked(known));
  const wishing = wishes && bytes && fields ? askingUsage(bytes, fields) : null;
  const usageAskedBy = wishing ? "proxy" : asksUsage(fields) ? "client" : null;
  const facts = { run: target.run, path, fields, bytes, headers: request.headers };
  const recording = isRecorded ? recorder.begin({ ...facts, usageAskedBy }, cameAt) : null;

  let exchange: Dispatcher.DispatchController | null = null;
  let isOver = false;
  response.once("close", () => {
    if (isOver) return;
    isOver = true;
    const failure = new RunnerError("CANCELED", "The client went away.");
    recording?.end(0, failure);
    exchange?.abort(failure);
  });

  const send = (sent: Buffer | null, wished: boolean) => {
    const reply = createReply(wished);
    engine.pool.dispatch(
      {
        path: `${engine.prefix}${path}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: headersOf(request, sent, wished),
        body: sent ?? body.stream,
      },
      {
        onRequestStart(controller) {
          exchange = controller;
          if (isOver) controller.abort(new Error("The client went away."));
        },
        onResponseStart(controller, status, headers, statusText) {
          if (status >= 200) reply.begin(status, statusText ?? "", headers, controller.rawHeaders as Buffer[]);
        },
        onResponseData: (_controller, chunk) => reply.data(chunk),
        onResponseEnd: () => reply.end(),
        onResponseError: (_controller, error) => reply.fail(error),
      },
    );
  };
  send(wishing ?? bytes, wishing !== null);

  function createReply(wished: boolean) {
    let head: { status: number; statusText: string; headers: RawHeaders } | null = null;
    let state: "refusal" | "undecided" | "filter" | "pass" = "pass";
    let reader: ReplyReader | null = null;
    let filter: UsageFilter | null = null;
    const early: Buffer[] = [];
    let size = 0;
    /** The whole reply, where the engine states its length and it may become shorter. */
    let whole: Buffer[] | null = null;
    let isFull = false;

    const update = () => {
      if (isFull || filter?.held) exchange?.pause();
      else exchange?.resume();
    };
    const write = (chunk: Buffer) => {
      if (whole) whole.push(chunk);
      else if (!response.write(chunk) && !isFull) {
        isFull = true;
        exchange?.pause();
        response.once("drain", () => {
          isFull = false;
          update();
        });
      }
    };
    const writeHead = (headers = head!.headers) => {
      response.sendDate = false;
      response.writeHead(head!.status, head!.statusText, headers);
      if (!whole) response.flushHeaders();
    };
    const pass = (chunk: Buffer) => {
      write(chunk);
      reader?.feed(chunk);
    };
    const passFromNow = () => {
      state = "pass";
      for (const chunk of early.splice(0)) pass(chunk);
    };
    const filterFromNow = () => {
      state = "filter";
      filter = createUsageFilter({
        pass: write,
        onEvent: (event) => recording?.event(event),
        form: () => forms.get(kind),
        learn: () =>
          forms.learn(kind, () => askForForm(engine, recorder, { request, path, bytes: bytes!, fields: fields! })),
      });
      for (const chunk of early.splice(0)) filter.feed(chunk);
    };
    const finish = async () => {
      await reader?.end();
      recording?.end(size);
      if (whole) {
        const all = Buffer.concat(whole);
        whole = null;
        writeHead([...without(head!.headers, ["content-length"]), "content-length", String(all.length)]);
        response.write(all);
      }
      isOver = true;
      response.end();
    };
    /** Ends what was begun, and then the connection, as the engine did. */
    const cut = async (error: Error) => {
      filter?.end();
      await filter?.held;
      reader?.cut();
      recording?.end(size, failureOfConnection(error, engine.address));
      isOver = true;
      const held = whole;
      whole = null;
      if (head && !response.headersSent) writeHead();
      for (const chunk of held ?? []) response.write(chunk);
      endConnection(response.socket, (error as { code?: string }).code === "ECONNRESET" && !head);
    };
    const afterHold = (work: () => Promise<void>) => {
      const held = filter?.held;
      if (held) void held.then(work);
      else void work();
    };
    return {
      begin(status: number, statusText: string, headers: Record<string, unknown>, raw: Buffer[]) {
        head = { status, statusText, headers: headersForClient(raw) };
        recording?.head(status, headers);
        const encoding = headers["content-encoding"] as string | undefined;
        if (wished && mayRefuseWish(status)) {
          state = "refusal";
          return;
        }
        if (wished && status < 300) {
          forms.setTakesWish(kind, true);
          if (encoding === undefined) state = "undecided";
          if (headers["content-length"] !== undefined) whole = [];
        }
        if (recording && state === "pass") reader = createReplyReader(recording, status, encoding);
        if (!whole) writeHead();
      },
      data(chunk: Buffer) {
        if (isOver) return;
        size += chunk.length;
        if (state === "pass") return pass(chunk);
        if (state === "filter") filter!.feed(chunk);
        else {
          early.push(chunk);
          if (state === "refusal") {
            if (size <= LONGEST_REFUSAL) return;
            if (recording) reader = createReplyReader(recording, head!.status, undefined);
            writeHead();
            return passFromNow();
          }
          const isStream = isStreamOfEvents(Buffer.concat(early));
          if (isStream === null) return;
          if (isStream) filterFromNow();
          else {
            if (recording) reader = createReplyReader(recording, head!.status, undefined);
            return passFromNow();
          }
        }
        if (filter?.held) {
          update();
          void filter.held.then(update);
        }
      },
      end() {
        if (isOver) return;
        if (state === "refusal") {
          const text = Buffer.concat(early).toString();
          // An engine that took the wish before refuses something else, unless it says so.
          if (
            /stream_options|include_usage/.test(text) ||
            (forms.takesWish(kind) === undefined && head!.status < 500)
          ) {
            return send(bytes, false);
          }
          if (recording) reader = createReplyReader(recording, head!.status, undefined);
          writeHead();
        }
        if (state === "refusal" || state === "undecided") passFromNow();
        afterHold(async () => {
          filter?.end();
          await filter?.held;
          await finish();
        });
      },
      fail(error: Error) {
        if (isOver) return;
        if (state === "refusal" && head) {
          if (recording) reader = createReplyReader(recording, head.status, undefined);
          writeHead();
        }
        if (state === "refusal" || state === "undecided") passFromNow();
        afterHold(() => cut(error));
      },
    };
  }
}

function headersOf(request: IncomingMessage, sent: Buffer | null, wished: boolean): RawHeaders {
  const headers = headersForEngine(request.rawHeaders);
  const length = sent ? String(sent.length) : request.headers["content-length"];
  // A compressed stream could not be read and given on as it was.
  const ours = wished ? [...without(headers, ["accept-encoding"]), "accept-encoding", "identity"] : headers;
  return length === undefined ? ours : [...ours, "content-length", length];
}

/** Ends the client's connection when what was written is with it: by a reset where the engine's was reset. */
function endConnection(socket: Socket | null, isReset: boolean): void {
  if (isReset) socket?.resetAndDestroy();
  // What is corked is written in the next turn.
  else setImmediate(() => socket?.destroySoon());
}
