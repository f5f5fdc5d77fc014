import { createHash } from "node:crypto";
import { promptsOf } from "../plugins/contract/promptDigests.ts";
import type { RunnerError } from "../plugins/contract/runnerError.ts";
import { log } from "../server/observation/log.ts";
import type { LogLine, RequestLine } from "./records/logLines.ts";
import { type Fields, isFields, type StreamEvent } from "./streams/events.ts";
import { createAnswerReader } from "./streams/readAnswer.ts";

/** Milliseconds for which the end of an answer waits for its record. A write takes a fraction of one. */
const LONGEST_WAIT = 50;

/** What is known of a request when it has come. */
export interface RequestFacts {
  run: string | null;
  path: string;
  fields: Fields | null;
  bytes: Buffer | null;
  headers: Fields;
  usageAskedBy: RequestLine["usageAskedBy"];
  own?: true;
}

/** The record of one request. Its methods never throw: a fault of the recorder is logged, and the answer passes. */
export interface Recording {
  head(status: number, headers: Fields): void;
  event(event: StreamEvent): void;
  whole(text: string): void;
  /** Counts bytes of the body. */
  bytes(count: number): void;
  /**
   * Writes the answer. Only the first call counts. Resolves when the record outlives this process, and after
   * `LONGEST_WAIT` at the latest: a slow disk holds no answer up.
   */
  end(failure?: RunnerError): Promise<void>;
}

export interface Recorder {
  /** Begins a record; null where the request is left out of the sample. */
  begin(facts: RequestFacts, cameAt: number): Recording | null;
  /** Whether the next request is recorded, drawn by chance where a share is. It counts the request. */
  draw(): boolean;
  /** The requests that came. */
  readonly requests: number;
  /** The requests that are recorded and have no answer yet. */
  readonly inFlight: number;
  /** The moment of the last request or answer, in milliseconds of `performance.now()`. */
  readonly lastMoved: number;
}

export interface RecorderOptions {
  /** The share of requests that is recorded, without digests and texts; null where all are. */
  sample: number | null;
  keepTexts: boolean;
}

/** Milliseconds since 1970, on a clock that is never set back. */
export const instantOf = (moment: number) => performance.timeOrigin + moment;

export function createRecorder(
  target: { add(line: LogLine): Promise<void> | undefined },
  { sample, keepTexts }: RecorderOptions,
): Recorder {
  let requests = 0;
  let ids = 0;
  let inFlight = 0;
  let lastMoved = 0;
  let hasFailed = false;
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!hasFailed) log.error({ err: error }, "The recorder of requests failed; answers pass on.");
      hasFailed = true;
    }
  };
  const begun = (facts: RequestFacts, cameAt: number): Recording => {
    const id = ++ids;
    const clock = () => (performance.now() - cameAt) / 1000;
    const texts = sample !== null ? "none" : keepTexts ? "kept" : "digests";
    lastMoved = performance.now();
    void target.add(requestLine(id, facts, cameAt, texts));
    const reader = createAnswerReader({
      isCompletion: isCompletionPath(facts.path),
      clock,
      texts: facts.own ? "none" : texts,
    });
    let isOver = false;
    let received = 0;
    inFlight++;
    return {
      head: (status, headers) => guarded(() => reader.begin(status, headers)),
      event: (event) => guarded(() => reader.takeEvent(event)),
      whole: (text) => guarded(() => reader.takeWhole(text)),
      bytes(count) {
        received += count;
      },
      async end(failure) {
        if (isOver) return;
        isOver = true;
        inFlight--;
        lastMoved = performance.now();
        let written: Promise<void> | undefined;
        guarded(() => {
          written = target.add({ kind: "answer", id, ...reader.end(failure), bytes: received });
        });
        await inTime(written);
      },
    };
  };
  return {
    draw() {
      requests++;
      return sample === null || Math.random() < sample;
    },
    begin(facts, cameAt) {
      let recording: Recording | null = null;
      guarded(() => {
        recording = begun(facts, cameAt);
      });
      return recording;
    },
    get requests() {
      return requests;
    },
    get inFlight() {
      return inFlight;
    },
    get lastMoved() {
      return lastMoved;
    },
  };
}

/** Waits for a promise, but not for longer than `LONGEST_WAIT`. */
async function inTime(promise: Promise<void> | undefined): Promise<void> {
  if (!promise) return;
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, LONGEST_WAIT);
  await Promise.race([promise, late.promise]);
  clearTimeout(timer);
}

function requestLine(
  id: number,
  { run, path, fields, bytes, headers, usageAskedBy, own }: RequestFacts,
  cameAt: number,
  texts: "kept" | "digests" | "none",
): RequestLine {
  const isAnonymous = texts === "none";
  const attempt = Number(headers["x-stainless-retry-count"] ?? Number.NaN);
  return {
    ...{ kind: "request", id, at: instantOf(cameAt), run, path: path.split("?")[0]!.slice(0, 500) },
    model: typeof fields?.model === "string" ? fields.model.slice(0, 1000) : null,
    stream: fields?.stream === true,
    n: Number.isSafeInteger(fields?.n) ? Number(fields?.n) : 1,
    prompts: isAnonymous || !fields ? [] : promptsOf(fields),
    body: isAnonymous || !bytes ? null : createHash("sha256").update(bytes).digest("hex"),
    attempt: Number.isSafeInteger(attempt) ? attempt : null,
    usageAskedBy,
    ...(own && { own }),
    ...(texts === "kept" && bytes && !own && { text: bytes.toString() }),
  };
}

/** Whether completions are asked for at a path, of chats or of the older kind. */
export const isCompletionPath = (path: string) => /\/(?:chat\/)?completions(?:\?|$)/.test(path);

/** Whether the client asks for usage in its stream. */
export const asksUsage = (fields: Fields | null) =>
  fields?.stream === true && isFields(fields.stream_options) && fields.stream_options.include_usage === true;
