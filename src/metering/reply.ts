import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import { failureOfConnection } from "../runners/client/failures.ts";
import { log } from "../server/observation/log.ts";
import type { Engine } from "./exchange.ts";
import { headersForClient, type RawHeaders, withLength } from "./headers.ts";
import type { Recording } from "./recorder.ts";
import { createReplyReader, isStreamOfEvents, type ReplyReader } from "./replyReader.ts";
import { createUsageFilter, type UsageFilter } from "./streams/takeOutUsage.ts";
import type { UsageForm } from "./streams/usageForm.ts";

export interface ReplyContext {
  recording: Recording | null;
  /** Whether the exchange is over, for this reply and for the client. */
  state: { isOver: boolean };
  engine: Pick<Engine, "address" | "forms" | "told">;
  kind: string;
  /** Whether the request wishes for usage where its client does not, or does no more since that was refused. */
  wish: "made" | "refused" | "none";
  controller(): Dispatcher.DispatchController;
  /** Asks the engine once more, without the wish. */
  askAgain(): void;
  learnForm(): Promise<UsageForm>;
}

/** The most bytes of a refusal that are held until it is known whether the wish is its cause. */
const LONGEST_REFUSAL = 64 * 1024;

/** The most failures that are told. */
const MOST_TOLD = 20;

const NOTHING = Buffer.alloc(0);

/** The most bytes of a stream of stated length from which usage is taken out. */
const LARGEST_WHOLE = 64 * 1024 ** 2;

/** Whether a refusal may be one of the wish. Others have their own reasons: the key, the address, the load. */
const mayRefuseWish = (status: number) => status >= 400 && ![401, 403, 404, 408, 429, 503].includes(status);

/** Passes the parts of the engine's reply to the client as they come, and has them read. */
export function passReply(response: ServerResponse, context: ReplyContext) {
  const { recording, state, engine, kind, wish } = context;
  const { forms } = engine;
  let head: { status: number; statusText: string; headers: RawHeaders } | null = null;
  let encoding: string | undefined;
  let way: "refusal" | "undecided" | "filter" | "pass" = "pass";
  let reader: ReplyReader | null = null;
  let filter: UsageFilter | null = null;
  /** What came before it was known how to pass it. */
  const early: Buffer[] = [];
  let held = 0;
  /** The bytes of the body that the engine states, and those that have passed. */
  let [length, passed] = [null as number | null, 0];
  /** The last piece of a body whose length the client knows: it waits for the record, as the end of any other body does. */
  let last: Buffer | null = null;
  /** The whole reply, where the engine states its length and it may become shorter. */
  let whole: Buffer[] | null = null;
  let isFull = false;

  const update = () => {
    if (isFull || filter?.held) context.controller().pause();
    else context.controller().resume();
  };
  const write = (chunk: Buffer) => {
    if (whole) whole.push(chunk);
    else if (!response.write(chunk) && !isFull) {
      isFull = true;
      update();
      response.once("drain", () => {
        isFull = false;
        update();
      });
    }
  };
  const sendHead = (headers = head!.headers) => {
    response.sendDate = false;
    response.writeHead(head!.status, head!.statusText, headers);
    // Sends the head now, in latin1 as it was read: `flushHeaders` would write it in UTF-8.
    response.write(NOTHING);
  };
  const pass = (chunk: Buffer) => {
    passed += chunk.length;
    if (passed === length) last = chunk;
    else write(chunk);
    reader?.feed(chunk);
  };
  const passFromNow = () => {
    way = "pass";
    if (recording) reader = createReplyReader(recording, head!.status, encoding);
    // Nothing is taken out of it, so that it keeps its length.
    whole = null;
    if (!response.headersSent) sendHead();
    for (const chunk of early.splice(0)) pass(chunk);
  };
  const filterFromNow = () => {
    way = "filter";
    filter = createUsageFilter({
      pass: write,
      onEvent: (event) => recording?.event(event),
      form: () => forms.get(kind),
      learn: () => forms.learn(kind, context.learnForm),
    });
    for (const chunk of early.splice(0)) filter.feed(chunk);
  };
  /** Whether the engine refused the wish. One that has taken it before refuses something else, unless it says so. */
  const refusesWish = () => {
    const isNamed = /stream_options|include_usage/.test(Buffer.concat(early).toString());
    return isNamed || (forms.takesWish(kind) === undefined && head!.status < 500);
  };
  /** Passes on the last bytes of the filter. */
  const endFilter = async () => {
    await filter?.held;
    filter?.end();
    await filter?.held;
  };
  const finish = async () => {
    await endFilter();
    await reader?.end();
    await recording?.end();
    if (state.isOver) return;
    if (last) write(last);
    const all = whole && Buffer.concat(whole);
    whole = null;
    if (all) {
      sendHead(withLength(head!.headers, all.length));
      write(all);
    }
    state.isOver = true;
    response.end();
  };
  /** Passes on what was begun, and ends the client's connection as the engine ended its own. */
  const cut = async (error: Error) => {
    await endFilter();
    reader?.cut();
    const failure = failureOfConnection(error, engine.address);
    // The client only sees that its connection ends, which is also what an address or a certificate that is wrong leads to.
    if (!head && !engine.told.has(failure.message) && engine.told.size < MOST_TOLD) {
      engine.told.add(failure.message);
      log.warn(failure.message);
    }
    await recording?.end(failure);
    if (state.isOver) return;
    state.isOver = true;
    const begun = whole ?? [];
    whole = null;
    if (head && !response.headersSent) sendHead();
    for (const chunk of begun) write(chunk);
    if (last) write(last);
    endConnection(response.socket, head === null);
  };
  /** A fault of the proxy ends this exchange and no other. */
  const giveUp = (error: unknown) => {
    log.error({ err: error }, "A reply could not be passed on.");
    state.isOver = true;
    response.destroy();
    context.controller().abort(error as Error);
  };
  return {
    begin(status: number, statusText: string, headers: IncomingHttpHeaders, raw: Buffer[]) {
      // undici reads the phrase as UTF-8, and Node writes it as latin1: so its bytes stay.
      head = { status, statusText: Buffer.from(statusText).toString("latin1"), headers: headersForClient(raw) };
      encoding = headers["content-encoding"];
      if (recording && headers["content-length"] !== undefined) length = Number(headers["content-length"]);
      recording?.head(status, headers);
      const isTaken = status < 300;
      if (wish === "made" && mayRefuseWish(status)) {
        way = "refusal";
        return;
      }
      if (wish === "made" && isTaken) {
        forms.setTakesWish(kind, true);
        if (encoding === undefined) way = "undecided";
        const stated = Number(headers["content-length"] ?? 0);
        if (stated > LARGEST_WHOLE) way = "pass";
        else if (headers["content-length"] !== undefined) whole = [];
      }
      if (wish === "refused" && isTaken) forms.setTakesWish(kind, false);
      if (way === "pass") passFromNow();
      else if (!whole) sendHead();
    },
    data(chunk: Buffer) {
      if (state.isOver) return;
      recording?.bytes(chunk.length);
      if (way === "pass") return pass(chunk);
      if (way === "filter") filter!.feed(chunk);
      else {
        const isStream = way === "undecided" ? isStreamOfEvents(chunk) : null;
        // Some servers keep a connection alive by spaces before they answer.
        if (way === "undecided" && isStream === null) return write(chunk);
        early.push(chunk);
        held += chunk.length;
        if (isStream) filterFromNow();
        else if (isStream === false || held > LONGEST_REFUSAL) return passFromNow();
      }
      const learning = filter?.held;
      if (!learning) return;
      update();
      void learning.then(update);
    },
    end() {
      if (state.isOver) return;
      if (way === "refusal" && refusesWish()) return context.askAgain();
      if (way === "refusal" || way === "undecided") passFromNow();
      finish().catch(giveUp);
    },
    fail(error: Error) {
      if (state.isOver) return;
      if (head && (way === "refusal" || way === "undecided")) passFromNow();
      cut(error).catch(giveUp);
    },
  };
}

/** Ends the client's connection when what was written is with it; by a reset where no reply has come. */
function endConnection(socket: Socket | null, isReset: boolean): void {
  if (isReset) socket?.resetAndDestroy();
  // What Node holds back for this turn is written before.
  else setImmediate(() => socket?.destroySoon());
}
