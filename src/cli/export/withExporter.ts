import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { type ExportFormat, formatOf } from "../../exchange/exporting/exportTypes.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";

/** The format of this name that an installed plugin writes; null where the program writes it, or nobody does. */
export async function formatOfPlugin(name: string): Promise<ExportFormat | null> {
  if (formatOf("runs", name)) return null;
  const { registry } = await loadPlugins(process.cwd(), createMetricCatalogue());
  for (const { plugin } of registry.list()) {
    if (plugin.kind !== "exporter" || plugin.name !== name) continue;
    const { mediaType: type, extension: file } = plugin;
    return { name, type, file, isFolder: false, exporter: { plugin, options: plugin.options.parse({}) } };
  }
  return null;
}
