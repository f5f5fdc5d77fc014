import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The environment variable that marks all processes of one launch. */
export const LAUNCH_MARK = "PARETOGRAPH_LAUNCH";

interface ProcessEntry {
  pid: number;
  parent: number;
  session: number;
  /** The id with the start time, which a later process with the same id does not share. */
  identity: string;
  /** Whether the process has ended and only waits for its parent to collect it. */
  isGone: boolean;
}

/**
 * Follows the processes of a launch. Each call gives those that have not ended, as ids to signal. On Linux these are the
 * processes in the leader's session, its descendants (as far as a call saw them before their parents ended) and those
 * that carry the launch's mark in their environment, which finds processes that left the session; a process that
 * rewrites its title, as vLLM's do, loses the mark. Elsewhere it is the leader's process group, as a negative number.
 */
export function followLaunch(leader: number, mark: string): () => number[] {
  const seen = new Set<string>();
  return () => {
    const table = processTable();
    if (!table) return groupIsAlive(leader) ? [-leader] : [];
    const identities = new Map(table.map(({ pid, identity }) => [pid, identity]));
    const isOurs = ({ session, parent, pid }: ProcessEntry) =>
      pid === leader || session === leader || seen.has(identities.get(parent) ?? "") || carriesMark(pid, mark);
    for (let before = -1; before < seen.size; ) {
      before = seen.size;
      for (const entry of table) if (!seen.has(entry.identity) && isOurs(entry)) seen.add(entry.identity);
    }
    return table
      .filter(({ pid, identity, isGone }) => seen.has(identity) && !isGone && pid !== process.pid)
      .map(({ pid }) => pid);
  };
}

/**
 * The processes that belong to one with this id: first its descendants with itself, then with those of its session. None
 * where the system has no `/proc`.
 */
export function processesAround(pid: number): number[][] {
  const table = processTable() ?? [];
  const session = table.find((entry) => entry.pid === pid)?.session;
  const descendants = new Set([pid]);
  for (let before = 0; before < descendants.size; ) {
    before = descendants.size;
    for (const entry of table) if (descendants.has(entry.parent)) descendants.add(entry.pid);
  }
  return [[...descendants], table.flatMap((entry) => (entry.session === session ? [entry.pid] : []))];
}

/** The processes that listen at a TCP port of this machine and that this user may look into. */
export function listenersAt(port: number): number[] {
  const inodes = ["tcp", "tcp6"].flatMap((name) =>
    readText(`/proc/net/${name}`)
      .split("\n")
      .flatMap((line) => {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        const isListening = state === "0A" && Number.parseInt(local?.split(":")[1] ?? "", 16) === port;
        return isListening && inode ? [`socket:[${inode}]`] : [];
      }),
  );
  if (inodes.length === 0) return [];
  return (processTable() ?? []).flatMap(({ pid }) =>
    openFilesOf(pid).some((file) => inodes.includes(file)) ? [pid] : [],
  );
}

function openFilesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`));
  } catch {
    return [];
  }
}

/** The environment variable of a process as it was when the process began; undefined where it cannot be read. */
export function variableOf(pid: number, name: string): string | undefined {
  const entry = readText(`/proc/${pid}/environ`)
    .split("\0")
    .find((text) => text.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}

/** Sends a signal to each process; those that have ended meanwhile are passed over. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {}
  }
}

/** All processes that `/proc` shows; undefined on systems without it. */
function processTable(): ProcessEntry[] | undefined {
  if (process.platform !== "linux") return undefined;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)) ?? []);
}

function readEntry(pid: number): ProcessEntry | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The second field is the program's name in brackets, which may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, , session] = fields;
  const startTime = fields[19];
  return {
    pid,
    parent: Number(parent),
    session: Number(session),
    identity: `${pid} ${startTime}`,
    isGone: state === "Z" || state === "X",
  };
}

function carriesMark(pid: number, mark: string): boolean {
  return readText(`/proc/${pid}/environ`).split("\0").includes(`${LAUNCH_MARK}=${mark}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function groupIsAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
