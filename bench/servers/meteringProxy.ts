import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMeteringProxy } from "../../src/metering/meteringProxy.ts";
import { createRecorder } from "../../src/metering/recorder.ts";
import { openWriteAhead } from "../../src/metering/records/writeAhead.ts";
import { reportCpu } from "./reportCpu.ts";

/** The proxy of `paretograph meter`, which records every request into a file. */
const session = { kind: "session", version: 1, id: "", pid: process.pid, host: "", at: Date.now() } as const;
const facts = { upstream: process.env.UPSTREAM!, hardware: null, sample: null, program: null, meter: null };
const log = openWriteAhead(mkdtempSync(join(tmpdir(), "paretograph-bench-")), { ...session, ...facts });
const recorder = createRecorder(log, { sample: null, keepTexts: false });
const { server } = createMeteringProxy({ upstream: process.env.UPSTREAM!, token: null, run: null }, recorder);
server.listen(0, "127.0.0.1", 4096, () => reportCpu(server));
