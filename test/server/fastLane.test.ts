import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { ANONYMOUS } from "../../src/access/principal.ts";
import { createAdmission } from "../../src/server/admission.ts";
import type { CompiledQueries } from "../../src/server/compiledQueries.ts";
import type { Exchange } from "../../src/server/exchange.ts";
import { createFastLane } from "../../src/server/fastLane.ts";
import { nothingObserved } from "../../src/server/observation/observed.ts";

const BODY = JSON.stringify({ query: "{ value }" });

const COST = { cost: { requested: 2, actual: 1 } };

/** Whether the fast lane answers a query with this data, and what it sends. */
async function answer(data: unknown) {
  let sent = "";
  const execute = async () => ({ data });
  const cost = { requested: () => 2, actual: () => 1 };
  const queries = { find: () => ({ execute, isWorthKeeping: true, cost }) } as unknown as CompiledQueries;
  const admission = createAdmission({});
  const lane = createFastLane({ version: () => "1", pricesDigest: "" }, async () => ({}) as never, queries, admission);
  const exchange = {
    request: { headers: { "content-type": "application/json" }, socket: {} } as IncomingMessage,
    response: {
      once: () => {},
      writeHead: () => {},
      end: (body: Buffer) => (sent = String(body)),
    } as unknown as ServerResponse,
    principal: ANONYMOUS,
    observed: nothingObserved(),
  } as Exchange;
  admission.admit(exchange);
  return { answered: await lane(exchange, BODY), sent };
}

it.each([
  { value: Number.POSITIVE_INFINITY },
  { list: [{ value: 1 }, { value: Number.NaN }], name: null },
  { deep: { inner: [[Number.NEGATIVE_INFINITY]] } },
])("leaves an answer with a number that is not finite to Yoga, which refuses it", async (data) => {
  expect(await answer(data)).toEqual({ answered: false, sent: "" });
});

it("sends an answer with nulls of its own, and one whose texts say null", async () => {
  for (const data of [
    { value: null, list: [1.5, null] },
    { text: "null", number: 1e308 },
  ]) {
    expect(await answer(data)).toEqual({ answered: true, sent: JSON.stringify({ data, extensions: COST }) });
  }
});
