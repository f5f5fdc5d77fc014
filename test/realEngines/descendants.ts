import { readdirSync, readFileSync } from "node:fs";

/** The ids of all processes that descend from this one and have not ended (Linux). */
export function descendants(): number[] {
  const table = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readStat(name) ?? []) : []));
  const family = new Set([process.pid]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of table) if (family.has(parent)) family.add(pid);
  }
  family.delete(process.pid);
  return [...family].filter(isAlive);
}

/** Whether a process is there and has not ended; one that only waits for its parent to collect it has ended. */
export function isAlive(pid: number): boolean {
  return !["Z", "X", undefined].includes(readStat(String(pid))?.state);
}

function readStat(pid: string): { pid: number; parent: number; state: string } | undefined {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return { pid: Number(pid), parent: Number(parent), state: state! };
  } catch {
    return undefined;
  }
}
