import type { ExportContext, ExportedRun, ExporterPlugin } from "../contract/exporter.ts";
import { PluginError } from "../contract/pluginError.ts";
import { invalidResult } from "./checkedResult.ts";
import { pluginFailed } from "./pluginFailed.ts";
import { asPlugin } from "./strayErrors.ts";

/** The milliseconds that an exporter may take for a piece. */
const DEADLINE_MS = 60_000;

/** The pieces that an exporter writes. Throws a `PluginError` where it fails, waits too long, or gives what is no piece. */
export async function* writtenPieces(
  plugin: ExporterPlugin,
  runs: AsyncIterable<ExportedRun>,
  options: unknown,
  context: ExportContext,
): AsyncGenerator<string | Uint8Array> {
  const { name } = plugin;
  let pieces: AsyncIterator<unknown> | undefined;
  try {
    pieces = asPlugin(name, () => plugin.write(runs, options, context))[Symbol.asyncIterator]();
    for (;;) {
      const next = await inTime(
        plugin,
        asPlugin(name, () => pieces!.next()),
      );
      if (next.done) return;
      if (typeof next.value !== "string" && !(next.value instanceof Uint8Array)) {
        throw invalidResult(plugin, "write", "a piece is neither a text nor bytes");
      }
      yield next.value;
    }
  } catch (error) {
    throw error instanceof PluginError ? error : pluginFailed(plugin, "write", error);
  } finally {
    // An exporter that hangs need not hear that nobody reads any more.
    void Promise.resolve(pieces?.return?.()).catch(() => {});
  }
}

function inTime<T>(plugin: ExporterPlugin, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(pluginFailed(plugin, "write", `it took longer than ${DEADLINE_MS / 1000} s for a piece`)),
    DEADLINE_MS,
  );
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
