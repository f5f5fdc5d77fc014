import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { canonicalAddress, faultOfAddress } from "../network/address.ts";
import { isPublicAddress } from "../network/publicAddress.ts";
import { PluginError } from "./contract/pluginError.ts";

const NAMES = ["paretograph.config.ts", "paretograph.config.js", "paretograph.config.mjs"];

const name = z.string().regex(/^[\w.-]{1,100}$/, "a name has up to 100 letters, digits, dots and dashes");

/** An engine by its name: the runner that opens it, how its GPUs are metered and, beside these, the runner's options. */
const engine = z.looseObject({
  runner: z.string().min(1),
  meter: z.unknown().optional(),
  hardware: z.unknown().optional(),
});

const address = z.string().superRefine((text, context) => {
  const fault = faultOfAddress(text);
  if (fault !== null) context.addIssue({ code: "custom", message: `it ${fault}` });
});

/** An address that callers may name, with everything below its path. */
const endpoint = z
  .union([address, z.strictObject({ url: address, private: z.boolean().default(false) })])
  .transform((given, context) => {
    const { url, private: isPrivate } = typeof given === "string" ? { url: given, private: false } : given;
    if (!isPrivate && isKnownAsPrivate(new URL(url).hostname)) {
      const message = "its host is private: callers reach it only if it is written as { url, private: true }";
      context.addIssue({ code: "custom", message });
    }
    return { url: canonicalAddress(url), isPrivate };
  });

/** Whether a host is private by what is written. Other names are looked up when they are connected to. */
function isKnownAsPrivate(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, "");
  return hostname === "localhost" || (isIP(address) !== 0 && !isPublicAddress(address));
}

const config = z.strictObject({
  plugins: z.array(z.unknown()).default([]),
  engines: z.record(name, engine).default({}),
  endpoints: z.array(endpoint).default([]),
  dataFolders: z.array(z.string().min(1)).default([]),
  metrics: z.record(name, z.looseObject({})).default({}),
  estimators: z.record(name, z.looseObject({})).default({}),
});

export interface DeclaredEngine {
  runner: string;
  meter?: unknown;
  hardware?: unknown;
  options: Record<string, unknown>;
}

/** What the operator declares, so that callers who may not give it themselves can use it. */
export interface Declared {
  engines: Map<string, DeclaredEngine>;
  /** The addresses that callers may name, and whether their hosts may have private addresses. */
  endpoints: readonly { url: string; isPrivate: boolean }[];
  /** The folders, as absolute paths, from which the problems of a run may be read. */
  dataFolders: readonly string[];
  /** The options of metrics, such as the carbon of the grid's electricity, by the names of the metrics. */
  metrics: ReadonlyMap<string, Record<string, unknown>>;
  /** The options of estimators, by their names. */
  estimators: ReadonlyMap<string, Record<string, unknown>>;
}

export const NOTHING_DECLARED: Declared = {
  engines: new Map(),
  endpoints: [],
  dataFolders: [],
  metrics: new Map(),
  estimators: new Map(),
};

/** The settings of a project: the default export of its `paretograph.config.ts`, `.js` or `.mjs`. */
export interface ProjectConfig {
  /** The name of the config file; null where the folder has none. */
  file: string | null;
  /** Package names, paths relative to the folder, plugins, or lists of plugins. */
  plugins: unknown[];
  declared: Declared;
}

/** Reads the config of a folder. Throws a `PluginError` if there is one that cannot be read. */
export async function readProjectConfig(folder: string): Promise<ProjectConfig> {
  const file = NAMES.find((name) => existsSync(join(folder, name)));
  if (file === undefined) return { file: null, plugins: [], declared: NOTHING_DECLARED };
  const path = join(folder, file);
  const exported = await import(/* @vite-ignore */ pathToFileURL(path).href).catch((cause: unknown) => {
    throw new PluginError("CONFIG_INVALID", `${path} throws while it loads: ${String(cause)}`, { cause });
  });
  const checked = config.safeParse(exported.default);
  if (!checked.success) {
    const { path: at, message } = deepest(checked.error.issues[0]!);
    throw configInvalid(path, at.join(".") || "the export", message);
  }
  const { plugins, engines, endpoints, dataFolders, metrics, estimators } = checked.data;
  return {
    file,
    plugins,
    declared: {
      engines: new Map(
        Object.entries(engines).map(([name, { runner, meter, hardware, ...options }]) => [
          name,
          { runner, meter, hardware, options },
        ]),
      ),
      endpoints,
      metrics: new Map(Object.entries(metrics)),
      estimators: new Map(Object.entries(estimators)),
      dataFolders: dataFolders.map((path) => (isAbsolute(path) ? path : resolve(folder, path))),
    },
  };
}

export function configInvalid(file: string, at: string, message: string): PluginError {
  return new PluginError(
    "CONFIG_INVALID",
    `${file} must export by default { plugins, engines, endpoints, dataFolders, metrics, estimators }: ${at}: ${message.replace(/\.$/, "")}.`,
  );
}

/** The fault inside a union: of the form that was meant, which is the one that has a fault other than its type. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const meant = issue.errors.flat().find(({ code, path }) => code !== "invalid_type" || path.length > 0);
  return meant ? { ...deepest(meant), path: [...issue.path, ...meant.path] } : issue;
}
