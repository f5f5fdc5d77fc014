/** An event of a stream: `next` with a result, or `complete`. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** The longest time in which nothing comes, in milliseconds: the server sends a sign of life more often. */
export const SILENCE_MS = 45_000;

/**
 * The events of a stream (the format of server-sent events), until it ends. Throws if it breaks off, or if nothing comes for too
 * long.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs = SILENCE_MS,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silenceMs);
      if (done) return;
      text += decoder.decode(value, { stream: true });
      // A return at the end may be the first half of a line's end.
      const held = text.endsWith("\r") ? "\r" : "";
      text = text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n");
      for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
        const event = readEvent(text.slice(0, end));
        text = text.slice(end + 2);
        if (event) yield event;
      }
      text += held;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** An event from its lines, or null where they are only a sign of life. */
function readEvent(lines: string): StreamEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of lines.split("\n")) {
    const [, name, value = ""] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value;
    else if (name === "data") data.push(value);
  }
  return data.length > 0 || event !== "message" ? { event, data: data.join("\n") } : null;
}

async function inTime<Value>(value: Promise<Value>, ms: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came for ${ms / 1000} seconds.`)), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
