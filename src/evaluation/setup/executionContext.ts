import type { PluginRegistry } from "../../plugins/registry.ts";
import type { Store } from "../../store/store.ts";
import type { EngineKeeper } from "./engineKeeper.ts";

/** What a process has that measures, judges or grades runs. */
export interface ExecutionContext {
  store: Store;
  plugins: PluginRegistry;
  engines: EngineKeeper;
  cacheFolder: string;
  /** Whether runs may read any file, as those of a command on the operator's own machine. Others read declared folders. */
  readsAnyFile?: boolean;
  /** The GPUs on which engines are launched here, by index or UUID; undefined where launches choose themselves. */
  gpus?: readonly string[] | undefined;
  /** The seconds for which runs wait for an engine that is not there, where they do not say so themselves. */
  waitEngine?: number | undefined;
  log(line: string): void;
}
