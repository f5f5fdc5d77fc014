/**
 * A process that reads GPUs through NVML, NVIDIA's library, and writes each reading as a line of JSON. It is a process of
 * its own because a call into a driver can hang or crash, and because a process that answers nothing else reads on time.
 * It ends when its standard input closes, which happens however the process at the other end ends.
 */
import type { Gpu, GpuState } from "../../plugins/contract/meter.ts";

/** The reader's orders, which it gets as JSON in its only argument. */
export interface NvmlOrder {
  /** The library's path; left out, the system finds it. */
  library?: string | undefined;
  /** The UUIDs of the GPUs to read. Where there are none, the GPUs are listed and the process ends. */
  gpus: string[];
  /** Seconds between readings. */
  interval: number;
}

/** The GPUs, or a reading, whose `at` is in seconds of `process.hrtime`. */
export type NvmlMessage = { list: Gpu[] } | { at: number; states: Record<string, GpuState> };

const SUCCESS = 0;
/** `NVML_DEVICE_UUID_V2_BUFFER_SIZE` and `NVML_DEVICE_NAME_V2_BUFFER_SIZE`. */
const TEXT_BYTES = 96;

const order = JSON.parse(process.argv[2]!) as NvmlOrder;
process.stdin.on("data", read).on("close", () => process.exit());
process.stdout.on("error", () => process.exit());
const write = (message: NvmlMessage) => process.stdout.write(`${JSON.stringify(message)}\n`);

const { devices, stateOf } = await openNvml();
if (order.gpus.length === 0) {
  write({ list: [...devices.values()].map(({ gpu }) => gpu) });
  process.stdin.destroy();
} else {
  read();
  setInterval(read, 1000 * order.interval);
}

function read(): void {
  if (order.gpus.length === 0) return;
  const at = Number(process.hrtime.bigint()) / 1e9;
  const states = order.gpus.flatMap((uuid) => {
    const device = devices.get(uuid);
    const state = device && stateOf(device.handle);
    return state && Object.values(state).some((value) => value !== null) ? [[uuid, state] as const] : [];
  });
  if (states.length > 0) write({ at, states: Object.fromEntries(states) });
}

async function openNvml() {
  const { default: koffi } = await import("koffi");
  const names = order.library ? [order.library] : ["libnvidia-ml.so.1", "libnvidia-ml.so", "nvml.dll"];
  const library = firstThatLoads(names, (name) => koffi.load(name));
  koffi.struct("nvmlMemory_v2_t", {
    version: "uint32_t",
    total: "uint64_t",
    reserved: "uint64_t",
    free: "uint64_t",
    used: "uint64_t",
  });
  koffi.struct("nvmlUtilization_t", { gpu: "uint32_t", memory: "uint32_t" });
  const memoryVersion = koffi.sizeof("nvmlMemory_v2_t") | (2 << 24);
  const nvml = {
    init: library.func("int nvmlInit_v2()"),
    count: library.func("int nvmlDeviceGetCount_v2(_Out_ uint32_t *count)"),
    device: library.func("int nvmlDeviceGetHandleByIndex_v2(uint32_t index, _Out_ void **device)"),
    uuid: library.func("int nvmlDeviceGetUUID(void *device, void *text, uint32_t bytes)"),
    name: library.func("int nvmlDeviceGetName(void *device, void *text, uint32_t bytes)"),
    energy: library.func("int nvmlDeviceGetTotalEnergyConsumption(void *device, _Out_ uint64_t *millijoules)"),
    power: library.func("int nvmlDeviceGetPowerUsage(void *device, _Out_ uint32_t *milliwatts)"),
    utilization: library.func("int nvmlDeviceGetUtilizationRates(void *device, _Out_ nvmlUtilization_t *rates)"),
    memory: library.func("int nvmlDeviceGetMemoryInfo_v2(void *device, _Inout_ nvmlMemory_v2_t *memory)"),
  };
  const number = (call: (...args: unknown[]) => number, device: unknown, unit: number): number | null => {
    const out = [null as unknown];
    return call(device, out) === SUCCESS ? Number(out[0]) * unit : null;
  };
  const text = (call: (...args: unknown[]) => number, device: unknown): string => {
    const bytes = Buffer.alloc(TEXT_BYTES);
    if (call(device, bytes, TEXT_BYTES) !== SUCCESS) return "";
    return bytes.toString("utf8", 0, Math.max(0, bytes.indexOf(0)));
  };
  const stateOf = (device: unknown): GpuState => {
    const memory = { version: memoryVersion, total: 0, reserved: 0, free: 0, used: 0 };
    const rates = { gpu: 0, memory: 0 };
    return {
      energy: number(nvml.energy, device, 0.001),
      power: number(nvml.power, device, 0.001),
      memory: nvml.memory(device, memory) === SUCCESS ? Number(memory.used) : null,
      utilization: nvml.utilization(device, rates) === SUCCESS ? rates.gpu / 100 : null,
    };
  };
  if (nvml.init() !== SUCCESS) throw new Error("NVML has no driver.");
  const devices = new Map<string, { gpu: Gpu; handle: unknown }>();
  for (let index = 0; index < (number((_, out) => nvml.count(out), null, 1) ?? 0); index++) {
    const handle = [null as unknown];
    if (nvml.device(index, handle) !== SUCCESS) continue;
    const uuid = text(nvml.uuid, handle[0]);
    if (uuid)
      devices.set(uuid, { gpu: { uuid, index: String(index), name: text(nvml.name, handle[0]) }, handle: handle[0] });
  }
  return { devices, stateOf };
}

function firstThatLoads<Library>(names: string[], load: (name: string) => Library): Library {
  for (const name of names) {
    try {
      return load(name);
    } catch {}
  }
  throw new Error("NVML cannot be loaded.");
}
