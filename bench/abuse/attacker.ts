import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { ATTACKS } from "./attacks.ts";

/** Attacks in a thread of its own, so that the client that is measured is not slowed down by the attack itself. */
export interface Order {
  url: string;
  attack: number;
  milliseconds: number;
}

/** The number of answers by their code. */
export type Outcome = Record<string, number>;

/** Another caller than the client that is measured. All of 127.0.0.0/8 is this machine, on Linux. */
const ADDRESS = "127.0.0.2";

const { url, attack: index, milliseconds } = workerData as Order;
const attack = ATTACKS[index]!;
const connections = attack.connections ?? 10;
const agent = new Agent({ keepAlive: true, maxSockets: connections, localAddress: ADDRESS });
const outcome: Outcome = {};
const end = performance.now() + milliseconds;
let sent = 0;

async function keepAsking(): Promise<void> {
  while (performance.now() < end) {
    const code = await ask(attack.body(sent++));
    outcome[code] = (outcome[code] ?? 0) + 1;
  }
}

function ask(body: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const outgoing = request(url, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", (error) => resolve(error.message));
      response.on("end", () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString());
        resolve(
          answer.errors?.[0].extensions?.code ?? (response.statusCode === 200 ? "OK" : String(response.statusCode)),
        );
      });
    });
    // A server that refuses a body before it has come may close the connection under it.
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end(body);
  });
}

// What is not answered by then is left, as an attacker would leave it.
await Promise.race([Promise.all(Array.from({ length: connections }, keepAsking)), setTimeout(milliseconds)]);
agent.destroy();
parentPort!.postMessage(outcome);
