import { type Command, Option } from "commander";
import { SCOPES, type Scope } from "../access/principal.ts";
import type { TokenRow } from "../access/tokens.ts";
import { RequestError } from "../errors/requestError.ts";
import { addressOf } from "./listen.ts";
import { CommandError, readSettings, type Settings } from "./settings.ts";
import { openTokenAdministration, type TokenAdministration } from "./tokenAdministration.ts";

/** `paretograph token`: makes, lists and revokes tokens, and makes links that sign a browser in. */
export function declare(command: Command): void {
  const scope = () => new Option("--scope <scope>", "its rights; each scope includes those before it").choices(SCOPES);
  command
    .command("create")
    .addOption(scope().makeOptionMandatory())
    .option("--lab <slug>", "the lab to which it is bound; submit and measure need one")
    .option("--expires <time>", "the time after which it expires, as 90d, 12h or 30m; never if this is left out")
    .option("--note <text>", "its purpose")
    .description("make a token and print it, this once")
    .action(create);
  command.command("list").description("list the tokens, without their secrets").action(list);
  command.command("revoke").argument("<id>", "its number in the list").description("revoke a token").action(revoke);
  command
    .command("link")
    .addOption(scope().default("operate"))
    .option("--lab <slug>", "the lab to which the browser is bound")
    .option(
      "--at <address>",
      "the address of the server, such as https://results.example.org; else HOST and PORT say it",
    )
    .description("print a link that signs a browser in once, within ten minutes, for twelve hours")
    .action(link);
}

interface CreateFlags {
  scope: Scope;
  lab?: string;
  expires?: string;
  note?: string;
}

async function create({ scope, lab, expires, note }: CreateFlags): Promise<void> {
  const expiresAt = expires === undefined ? null : instantAfter(expires);
  await administer(async (tokens) => {
    const { token, row } = await tokens.create({ scope, lab, note, expiresAt });
    console.error(`This is token ${row.id}, ${describe(row)}. It is shown this once: keep it now.`);
    console.log(token);
  });
}

async function list(): Promise<void> {
  await administer(async (tokens) => {
    const rows = await tokens.list();
    console.log(rows.map((row) => `${row.id}\t${row.hint}\t${describe(row)}`).join("\n") || "There are no tokens.");
  });
}

async function revoke(id: string): Promise<void> {
  await administer(async (tokens) => {
    const row = await tokens.revoke(id);
    console.log(`Token ${row.id} (${row.hint}) is revoked.`);
  });
}

async function link({ scope, lab, at }: { scope: Scope; lab?: string; at?: string }): Promise<void> {
  await administer(async (tokens, settings) => {
    const address = at ?? addressOf(settings.host, settings.port);
    if (!URL.canParse(address)) throw new CommandError(`--at "${address}" is not an address such as https://host.`);
    console.log(new URL(await tokens.link({ scope, lab: lab ?? null }), address).href);
  });
}

async function administer(work: (tokens: TokenAdministration, settings: Settings) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const tokens = await openTokenAdministration(settings);
  try {
    await work(tokens, settings);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await tokens.close();
  }
}

/** A token in words, such as `scope measure, lab acme, expires 2030-01-31T12:00:00Z, "for the cluster"`. */
function describe({ scope, lab, singleUse, expiresAt, revokedAt, note }: TokenRow): string {
  const parts = [
    `scope ${scope}`,
    lab === null ? "no lab" : `lab ${lab}`,
    singleUse ? "unused link" : "",
    revokedAt ? `revoked ${revokedAt}` : `expires ${expiresAt ?? "never"}`,
    note === null ? "" : JSON.stringify(note),
  ];
  return parts.filter(Boolean).join(", ");
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant after a time such as `90d`, in RFC 3339. */
function instantAfter(time: string): string {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(time) ?? [];
  if (!count) throw new CommandError(`--expires "${time}" is not a time. Write it as 90d, 12h or 30m.`);
  return new Date(Date.now() + Number(count) * UNITS[unit as keyof typeof UNITS]).toISOString();
}
