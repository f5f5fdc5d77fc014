import { CommandError } from "../settings.ts";

/** Accelerators that serve together, as `--on` and `--beside` name them. */
export interface Machine {
  hardware: string;
  count: string | undefined;
  /** US dollars of one accelerator for an hour. */
  dollarsPerHour: string | undefined;
}

/** Reads `RTX-4090`, `2xRTX-4090` or `8xH100-SXM@2.5`, the price of one accelerator for an hour behind the sign. */
export function readMachine(flag: string, text: string): Machine {
  const [, count, hardware, dollarsPerHour] =
    /^(?:(\d{1,5})\s*[x×]\s*)?([^@]{1,100})(?:@(\d+(?:\.\d+)?))?$/i.exec(text.trim()) ?? [];
  if (hardware === undefined) {
    throw new CommandError(
      `${flag} "${shown(text)}" is not written as an accelerator, such as L40S, 2xRTX-4090 or 8xH100-SXM@2.5.`,
    );
  }
  return { hardware: hardware.trim(), count, dollarsPerHour };
}

/** The longest times that are allowed at the 95th percentile, in seconds. */
export interface Latency {
  ttftP95?: number;
  itlP95?: number;
}

const LIMIT = /^p95\s+(ttft|itl)\s*(?:<|<=|≤)\s*(\d+(?:\.\d+)?)\s*(ms|s)$/i;

/** Reads `p95 ITL < 50ms` or `p95 TTFT < 2s, p95 ITL < 50ms`. */
export function readLatency(text: string): Latency {
  const latency: Latency = {};
  for (const part of text.split(/,|\band\b/i)) {
    const [, name, number, unit] = LIMIT.exec(part.trim()) ?? [];
    const seconds = Number(number) / (unit?.toLowerCase() === "ms" ? 1000 : 1);
    if (name === undefined || !(seconds > 0)) {
      throw new CommandError(
        `--latency "${shown(text)}" is not written as "p95 ITL < 50ms" or "p95 TTFT < 2s", or both with a comma.`,
      );
    }
    const limit = name.toLowerCase() === "ttft" ? "ttftP95" : "itlP95";
    if (latency[limit] !== undefined) throw new CommandError(`--latency "${shown(text)}" limits ${name} twice.`);
    latency[limit] = seconds;
  }
  return latency;
}

const SECONDS = { s: 1, sec: 1, second: 1, min: 60, minute: 60, h: 3600, hour: 3600, day: 86_400 } as const;
const RATE = /^(\d+(?:\.\d+)?)\s*(?:req|reqs|request|requests)\s*(?:\/|per|a)\s*(s|sec|second|min|minute|h|hour|day)$/i;

/** Reads `2 req/s` or `100 requests/min`, as requests a second. */
export function readRate(text: string): number {
  const [, number, unit] = RATE.exec(text.trim()) ?? [];
  if (unit === undefined)
    throw new CommandError(`--load "${shown(text)}" is not written as "2 req/s" or "100 req/min".`);
  return Number(number) / SECONDS[unit.toLowerCase() as keyof typeof SECONDS];
}

const shown = (text: string) => text.slice(0, 100);
