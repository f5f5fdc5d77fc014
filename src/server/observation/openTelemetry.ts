import { readFileSync } from "node:fs";
import { packageFolder } from "../../store/database/packageFolder.ts";

/** Tracing is asked for, and its packages are not installed. The message names them with the command that installs them. */
export class TracingNotInstalled extends Error {
  constructor(cause: unknown) {
    const { peerDependencies } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
    const wanted = Object.entries<string>(peerDependencies).map(([name, range]) => `${name}@${range}`);
    super(
      `OTEL_EXPORTER_OTLP_ENDPOINT names a collector of traces, but the packages that send to it are not installed. ` +
        `Install them beside Paretograph, \`npm install ${wanted.join(" ")}\`, or unset the variable.`,
      { cause },
    );
  }
}

interface OpenTelemetry {
  api: typeof import("@opentelemetry/api");
  sdk: typeof import("@opentelemetry/sdk-trace-node");
  exporter: typeof import("@opentelemetry/exporter-trace-otlp-http");
  resources: typeof import("@opentelemetry/resources");
}

/**
 * Loads the packages that make spans and send them. They are optional peers: they weigh 25 MB, and few servers trace.
 *
 * @throws {TracingNotInstalled} if one of them is missing.
 */
export async function loadOpenTelemetry(): Promise<OpenTelemetry> {
  try {
    const [api, sdk, exporter, resources] = await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace-node"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
    return { api, sdk, exporter, resources };
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" ? new TracingNotInstalled(error) : error;
  }
}
