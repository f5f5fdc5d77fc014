/** Headers that hold for one connection alone (RFC 9110, 7.6.1), so that they are not passed on. */
const OF_ONE_CONNECTION = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
/** What the proxy itself settles with the engine: its name, and whether the body may come. */
const OF_THE_REQUEST = ["host", "expect", "content-length"];

/** The headers by which a client speaks to the proxy alone. */
export const OWN_HEADERS = { run: "x-paretograph-run", token: "x-paretograph-token" };

/** Names and values in turn, as Node and undici have them. */
export type RawHeaders = string[];

/** The headers of a request for the engine, in their order and spelling, without those of its connection. */
export function headersForEngine(raw: RawHeaders): RawHeaders {
  return without(raw, [...OF_ONE_CONNECTION, ...OF_THE_REQUEST, ...Object.values(OWN_HEADERS)]);
}

/** The headers of the engine's reply for the client. */
export function headersForClient(raw: readonly (Buffer | string)[]): RawHeaders {
  return without(
    raw.map((part) => (typeof part === "string" ? part : part.toString("latin1"))),
    OF_ONE_CONNECTION,
  );
}

/** Headers without those of these names, in lower case, and without those that a `Connection` among them names. */
export function without(raw: RawHeaders, names: readonly string[]): RawHeaders {
  const left: RawHeaders = [];
  const connection = names.includes("connection") ? listed(raw, "connection") : [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (!names.includes(name) && !connection.includes(name)) left.push(raw[i]!, raw[i + 1]!);
  }
  return left;
}

function listed(raw: RawHeaders, header: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < raw.length; i += 2) if (raw[i]!.toLowerCase() === header) values.push(raw[i + 1]!);
  return values.flatMap((value) => value.split(",").map((name) => name.trim().toLowerCase()));
}

/** The headers of a body with another length, in the place of the one that they state. */
export const withLength = (raw: RawHeaders, length: number): RawHeaders =>
  raw.map((part, i) => (i % 2 === 1 && raw[i - 1]!.toLowerCase() === "content-length" ? String(length) : part));
