import { join } from "node:path";
import { expect, inject } from "vitest";
import { recordRuns } from "../../../src/recording/record.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import { openStore } from "../../../src/store/store.ts";
import { labs } from "../../../src/store/tables.ts";
import { samples } from "../../federation/instance.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { commandFolder, run } from "../command.ts";

/** A lab with a database that has the bundled models, a data folder, and runs of its own. */
export class Lab {
  readonly slug: string;
  readonly feed: string;
  hashes: string[] = [];
  environment: Record<string, string> = {};

  constructor(slug: string) {
    this.slug = slug;
    this.feed = join(commandFolder(), slug, "feed");
  }

  async open(modes: string[]): Promise<void> {
    const url = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
    this.environment = { DATABASE_URL: url, DATA_DIR: join(commandFolder(), this.slug) };
    await this.record(modes);
  }

  async record(modes: string[]): Promise<void> {
    const store = await openStore({ url: this.environment.DATABASE_URL! });
    const { models, benchmarks } = await store.catalogue();
    const [model, benchmark] = [models.bySlug.keys().next().value!, benchmarks.bySlug.keys().next().value!];
    await store.drizzle.insert(labs).values({ slug: this.slug, name: this.slug }).onConflictDoNothing();
    await store.refresh();
    const given = modes.map((mode) => ({ model, benchmark, lab: this.slug, provenance: "MEASURED", mode }));
    const parsed = given.map((one) => runSubmission.parse({ ...one, samples: samples(3) }));
    this.hashes.push(...(await recordRuns(store, parsed)));
    await store.close();
  }

  run = (...args: string[]) => run(args, this.environment).ended;
  /** What a command printed that must succeed. */
  told = async (...args: string[]) => {
    const { code, stdout, stderr } = await this.run(...args);
    expect({ code, stderr }, args.join(" ")).toEqual({ code: 0, stderr: "" });
    return stdout.trim();
  };
  publish = (...args: string[]) => this.told("publish", "--lab", this.slug, "--to", this.feed, ...args);
}
