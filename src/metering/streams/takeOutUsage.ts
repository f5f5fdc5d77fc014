import { createEventSplitter } from "./eventSplitter.ts";
import { createEventReader, readLast, type StreamEvent } from "./events.ts";
import { withoutMember } from "./jsonMembers.ts";
import { type UsageForm, usagePlaceOf } from "./usageForm.ts";

export interface UsageFilter {
  /** Takes bytes of the engine's stream. */
  feed(chunk: Buffer): void;
  /** Whether bytes are held back until it is known how the engine writes streams; resolves when they have passed. */
  readonly held: Promise<void> | null;
  /** Passes on the bytes of an event that was begun and not ended, at once unless bytes are held. */
  end(): void;
}

export interface FilterTarget {
  pass(bytes: Buffer): void;
  onEvent(event: StreamEvent): void;
  form(): UsageForm | undefined;
  learn(): Promise<UsageForm>;
}

/** An event that states usage is shorter. A longer one is passed on as it comes. */
const LONGEST_HELD = 64 * 1024;

/**
 * Takes out of a stream what stands in it only since the proxy asked for usage. All other bytes pass as they came: an
 * event in one piece as soon as it is whole, and one that is cut off when the stream ends.
 */
export function createUsageFilter({ pass, onEvent, form, learn }: FilterTarget): UsageFilter {
  const read = createEventReader();
  /** The bytes of the event that is coming which have been passed on. */
  let passed = 0;
  let held: Promise<void> | null = null;
  const waiting: { bytes: Buffer; event: StreamEvent }[] = [];

  const passEvent = (bytes: Buffer, event: StreamEvent, known: UsageForm | undefined) => {
    const place = usagePlaceOf(event);
    if (place === null || known!.has(place)) return pass(bytes);
    if (place !== "alone") pass(withoutUsage(bytes));
  };
  const take = (bytes: Buffer, event: StreamEvent) => {
    if (!held && (usagePlaceOf(event) === null || form() !== undefined)) return passEvent(bytes, event, form());
    waiting.push({ bytes: Buffer.from(bytes), event });
    held ??= learn().then((known) => {
      held = null;
      for (const one of waiting.splice(0)) passEvent(one.bytes, one.event, known);
    });
  };
  const splitter = createEventSplitter((bytes) => {
    const event = read(bytes);
    const left = bytes.subarray(passed);
    // What was passed on in part is passed on whole.
    take(left, passed > 0 ? null : event);
    passed = 0;
    onEvent(event);
  });
  return {
    feed(chunk) {
      splitter.feed(chunk);
      const { begun } = splitter;
      if (held || begun.length <= LONGEST_HELD) return;
      // The bytes are kept by the splitter, which may use their place again.
      pass(Buffer.from(begun.subarray(passed)));
      passed = begun.length;
    },
    get held() {
      return held;
    },
    end() {
      const rest = Buffer.from(splitter.begun.subarray(passed));
      if (rest.length === 0) return;
      // Some servers end their last event by the end of the stream.
      const event = readLast(read, splitter.begun);
      onEvent(event);
      if (passed > 0) pass(rest);
      else take(rest, event);
    },
  };
}

/** An event without the usage that stands beside other fields. */
function withoutUsage(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}") + 1;
  return Buffer.from(text.slice(0, from) + withoutMember(text.slice(from, to), "usage") + text.slice(to), "latin1");
}
