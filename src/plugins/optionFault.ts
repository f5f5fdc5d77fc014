import { z } from "zod";
import { alternatives } from "../errors/unknownValue.ts";
import type { AnyPlugin } from "./contract/checkPlugin.ts";

/** What is wrong with options that a plugin refused. An option that it does not have is named with those that it has. */
export function faultOfOptions({ options }: Pick<AnyPlugin, "options">, error: z.ZodError): string {
  const stray = strayOption(options, error);
  return stray ? `there is no option "${stray.path.join(".")}".${stray.others}` : z.prettifyError(error);
}

/** The first option that a schema does not have, by its path, and sentences that name those that it has. */
export function strayOption(options: z.ZodType, error: z.ZodError): { path: PropertyKey[]; others: string } | null {
  for (const issue of error.issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const name = issue.keys[0]!;
    const known = namesAt(options, issue.path);
    const others = known.length === 0 ? "" : ` ${alternatives({ value: name, known }).join(" ")}`;
    return { path: [...issue.path, name.slice(0, 100)], others };
  }
  return null;
}

/** The names of the options at a path; none where the schema does not say them as JSON. */
function namesAt(options: z.ZodType, path: readonly PropertyKey[]): string[] {
  type Form = { properties?: Record<string, Form> };
  let form = z.toJSONSchema(options, { io: "input", unrepresentable: "any" }) as Form | undefined;
  for (const part of path) form = form?.properties?.[String(part)];
  return Object.keys(form?.properties ?? {});
}
