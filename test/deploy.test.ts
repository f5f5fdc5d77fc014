import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OTHER_VARIABLES } from "../src/cli/doctor/environment.ts";
import { readSettings, SETTING_NAMES } from "../src/cli/settings.ts";

const dockerfile = readFileSync("deploy/Dockerfile", "utf8");
const ignored = readFileSync(".dockerignore", "utf8");
const compose = readFileSync("deploy/compose.yaml", "utf8");
const unit = readFileSync("deploy/paretograph.service", "utf8");
const manual = readFileSync("docs/operations.md", "utf8");
const { scripts, files, bin } = JSON.parse(readFileSync("package.json", "utf8"));

/** The variables that are set in a text as `NAME=value` or `NAME: value`, those of other programs left out. */
const variablesIn = (text: string) => [...text.matchAll(/(?<![\w$])([A-Z][A-Z_]+)(?:=|: )/g)].map(([, name]) => name!);
const KNOWN = [...SETTING_NAMES, ...OTHER_VARIABLES, "NODE_ENV"];

describe("the Dockerfile", () => {
  /** The instructions, with continued lines joined. */
  const instructions = dockerfile
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .filter((line) => /^[A-Z]+ |^ {2}CMD/.test(line));
  const copied = instructions
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from"))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));

  it("copies what is there, and what the builder gets", () => {
    expect(copied.length).toBeGreaterThan(8);
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    const allowed = ignored.split("\n").flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(allowed.filter((path) => !copied.includes(path))).toEqual([]);
  });

  it("copies all that the package publishes, beside what is compiled", () => {
    const isCopied = (path: string) => copied.some((one) => path === one || path.startsWith(`${one}/`));
    expect(files.filter((path: string) => path !== "dist" && !isCopied(path))).toEqual([]);
    expect(scripts.prepack).toContain("web/build/buildPage.ts dist/page.json");
    expect(scripts.prepack).toContain("tsconfig.build.json");
    expect(scripts.prepack).toContain("tools/bundleLibraries.ts");
  });

  it("starts the package's own command as a user who is not root, with settings that exist", () => {
    expect(dockerfile).toContain(`ENTRYPOINT ["node", "/opt/paretograph/${bin.paretograph}"]`);
    const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^USER node$/m);
    expect(last).not.toMatch(/npm|apt/);
    const set = Object.fromEntries(
      [.../^ENV (.*)$/m.exec(last)![1]!.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(set).filter((name) => !KNOWN.includes(name))).toEqual([]);
    const { port, dataFolder } = readSettings(set);
    expect(last).toContain(`EXPOSE ${port}\n`);
    expect(last).toContain(`VOLUME ${dataFolder}\n`);
    // The check of health asks the live address, which does not ask the database: a restart would not mend that.
    expect(last).toMatch(/HEALTHCHECK[\s\S]*\/health\/live/);
  });

  it("takes no image without a version, and no secrets", () => {
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    expect(images.every((image) => /:\d+/.test(image) && !image.endsWith(":latest"))).toBe(true);
    expect(dockerfile).not.toMatch(/^(ARG|ENV).*(TOKEN|SECRET|PASSWORD|DATABASE_URL)/m);
    expect(ignored.split("\n")).toContain("*");
  });
});

describe("the compose file", () => {
  it("names files that are there or that its first lines make", () => {
    expect(compose).toContain("dockerfile: deploy/Dockerfile");
    for (const file of ["database-password", "paretograph.env"]) {
      expect(compose.split("\nname:")[0]).toContain(`deploy/${file}`);
      expect(readFileSync(".gitignore", "utf8")).toContain(`deploy/${file}`);
    }
  });

  it("sets variables that exist, and publishes the port of the image on this machine alone", () => {
    const others = ["POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "ALL", "CHOWN"];
    expect(variablesIn(compose).filter((name) => ![...KNOWN, ...others].includes(name))).toEqual([]);
    const port = /^EXPOSE (\d+)$/m.exec(dockerfile)![1];
    expect([...compose.matchAll(/^ {4}ports: (.*)$/gm)].map(([, ports]) => ports)).toEqual([
      `["127.0.0.1:${port}:${port}"]`,
    ]);
  });

  it("gives every service a read-only root, no capabilities and no new privileges", () => {
    const shared = compose.slice(compose.indexOf("x-paretograph:"), compose.indexOf("\nservices:"));
    const services = compose
      .slice(compose.indexOf("\nservices:"), compose.indexOf("\nnetworks:"))
      .split(/\n {2}(?=\w+:\n)/)
      .slice(1);
    expect(services.map((service) => service.split(":")[0])).toEqual(["database", "server", "worker"]);
    for (const service of services) {
      const whole = service.includes("<<: *paretograph") ? shared + service : service;
      expect(whole).toContain("read_only: true");
      expect(whole).toContain("cap_drop: [ALL]");
      expect(whole).toContain('security_opt: ["no-new-privileges:true"]');
      expect(whole).toMatch(/service_healthy|healthcheck:/);
    }
  });
});

describe("the unit of systemd", () => {
  it("starts the package's command with variables that exist", () => {
    expect(unit).toContain(`/node_modules/paretograph/${bin.paretograph} serve`);
    const set = [.../^Environment=(.*)$/m.exec(unit)![1]!.matchAll(/(\w+)=/g)].map(([, name]) => name!);
    expect(set.filter((name) => !KNOWN.includes(name))).toEqual([]);
  });
});

describe("the operations guide", () => {
  const listed = [...manual.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name!);

  it("lists every variable that the sources read, and no other", () => {
    const read = globSync("src/**/*.ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:process\.env|environment)\.([A-Z][A-Z_]+)/g)].map(
        ([, name]) => name!,
      ),
    );
    const expected = new Set([...SETTING_NAMES, ...OTHER_VARIABLES, ...read]);
    // Beside the first variable of OpenTelemetry, which says that the second would do.
    expected.delete("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    // Set and read by the conformance kit itself, while it tries whether a runner sends the key that a variable names.
    expected.delete("PARETOGRAPH_CONFORMANCE_KEY");
    expect([...new Set(listed)].sort()).toEqual([...expected].sort());
  });

  it("states the defaults that hold", () => {
    const { host, port, dataFolder, log } = readSettings({});
    const defaultOf = (name: string) => new RegExp(`^\\| \`${name}\` \\|.*\\| (.*) \\|$`, "m").exec(manual)![1];
    expect(defaultOf("HOST")).toBe(`\`${host}\``);
    expect(defaultOf("PORT")).toBe(`\`${port}\``);
    expect(defaultOf("DATA_DIR")).toBe(`\`${dataFolder}\``);
    expect(defaultOf("LOG_LEVEL")).toBe(`\`${log.level}\``);
  });
});
