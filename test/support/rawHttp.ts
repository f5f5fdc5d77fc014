import { connect } from "node:net";

export interface RawAnswer {
  status: number;
  /** The names in small letters. */
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends a text to a server as it is, and reads until the server closes the connection, or until the answer has its stated
 * length. So requests can be sent that no client would make.
 */
export function sendRaw(url: string, text: string | Buffer, { waitMs = 5000 } = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      const answer = readAnswer(received);
      if (answer) resolve(answer);
      else reject(new Error(`No answer, but: ${JSON.stringify(received.slice(0, 200))}`));
    };
    const timer = setTimeout(finish, waitMs);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (isComplete(received)) finish();
    });
    socket.on("error", finish);
    socket.on("end", finish);
    socket.write(text);
  });
}

/** A request as text, after which the connection ends. Headers are given as lines, so that one can stand twice. */
export function requestText(method: string, target: string, headers: string[], body = ""): string {
  const length = body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} HTTP/1.1`, ...headers, "Connection: close", ...length, "", body].join("\r\n");
}

function isComplete(text: string): boolean {
  const answer = readAnswer(text);
  const length = answer?.headers["content-length"];
  return answer !== undefined && length !== undefined && answer.body.length >= Number(length);
}

function readAnswer(text: string): RawAnswer | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(":")).toLowerCase(),
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  const named: Record<string, string> = Object.fromEntries(headers);
  // What follows on the same connection is no part of this answer.
  const body = text.slice(end + 4).slice(0, Number(named["content-length"] ?? Number.POSITIVE_INFINITY));
  return { status: Number(first.split(" ")[1]), headers: named, body };
}
