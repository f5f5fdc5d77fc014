import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { frontierArguments, placesOf } from "../../../web/address/frontierArguments.ts";
import { withoutOwn } from "../../../web/address/ownParameters.ts";
import { readInputs } from "../../../web/inputs/readInputs.ts";
import { frontierQuery } from "../../../web/share/frontierQuery.ts";

const SCHEMA = readFileSync("schema.graphql", "utf8");
const { frontier } = readInputs(SCHEMA);
const schema = buildSchema(SCHEMA);
const queryOf = (address: string) =>
  frontierQuery({ ...frontierArguments(new URLSearchParams(address), placesOf(frontier)) }, frontier);

describe("the query behind a page", () => {
  it.each([
    "benchmark=gsm8k",
    "benchmark=gsm8k&objective=accuracy&objective=flops:LINEAR:MINIMIZE&max=flops:1e15&openWeights=true",
    "benchmark=gsm8k&on.hardware=H100-SXM&on.precision=FP8&on.dollarsPerHour=2.5&architecture=MOE&grain=RUN&asOf=2025-06-01",
    "benchmark=a%22%7D%7B%0A&family=%5C&releasedOn.from=2025-01-01&not.lab=x",
  ])("is valid by the schema: %s", (address) => {
    expect(validate(schema, parse(queryOf(address)))).toEqual([]);
  });

  it("says what the address says", () => {
    expect(queryOf("benchmark=gsm8k&architecture=MOE&max=flops:1e15")).toContain(
      'frontier(where: { benchmark: ["gsm8k"], architecture: [MOE] }, constraints: [{ metric: "flops", max: 1000000000000000 }])',
    );
  });

  it("and the picture elsewhere leave out what only the page understands", () => {
    const address = new URLSearchParams("benchmark=a&tab=table&theme=dark&zoom=1:2:3:4&lab=x");
    expect(String(withoutOwn(address))).toBe("benchmark=a&lab=x");
    expect(String(withoutOwn(address, "theme"))).toBe("benchmark=a&theme=dark&lab=x");
  });
});
