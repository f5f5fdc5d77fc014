import { RequestError } from "../../errors/requestError.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { type ExportFormat, formatOf } from "./exportTypes.ts";

/**
 * The format of runs of this name that an installed exporter writes, with the defaults of its options; undefined where the
 * program writes it, or nobody does.
 *
 * @throws RequestError for an exporter whose options cannot be left out.
 */
export function exporterFormat(plugins: PluginRegistry, name: string): ExportFormat | undefined {
  if (formatOf("runs", name)) return undefined;
  for (const { plugin } of plugins.list()) {
    if (plugin.kind !== "exporter" || plugin.name !== name) continue;
    const { mediaType: type, extension: file } = plugin;
    const options = plugin.options.safeParse({});
    if (!options.success) {
      const { path, message } = options.error.issues[0]!;
      const fault = `${path.join(".") || "its options"}: ${message.replace(/\.$/, "")}`;
      throw new RequestError("BAD_REQUEST", `format: the exporter ${name} has options without defaults (${fault}).`);
    }
    return { name, type, file, isFolder: false, exporter: { plugin, options: options.data } };
  }
  return undefined;
}
