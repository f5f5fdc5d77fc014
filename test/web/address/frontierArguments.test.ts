import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { frontierArguments as serverArguments } from "../../../src/schema/frontierParameters.ts";
import { AddressError, frontierArguments, placesOf } from "../../../web/address/frontierArguments.ts";
import { readInputs } from "../../../web/inputs/readInputs.ts";

const PLACES = placesOf(readInputs(readFileSync("schema.graphql", "utf8")).frontier);
const read = (query: string) => frontierArguments(new URLSearchParams(query), PLACES);

/** What the server reads, without the values that GraphQL adds where an address has none. */
function given(query: string) {
  const { on, grain, ...rest } = JSON.parse(JSON.stringify(serverArguments(new URLSearchParams(query)))) as Record<
    string,
    any
  >;
  const names = [...new URLSearchParams(query).keys()];
  const isGiven = (name: string) => names.includes(name);
  const served = on && Object.fromEntries(Object.entries(on).filter(([name]) => isGiven(`on.${name}`)));
  return { ...rest, ...(served && { on: served }), ...(isGiven("grain") && { grain }) };
}

describe("the address of the page", () => {
  it.each([
    "benchmark=gpqa-diamond",
    "benchmark=gsm8k&benchmark=aime25&openWeights=true",
    "benchmark=gsm8k&objective=accuracy&objective=cost:LINEAR&max=cost:0.01&min=accuracy=0.5",
    "benchmark=gsm8k&objective=throughput:MAXIMIZE&objective=flops:LOG:MINIMIZE&epsilon=flops:0.05",
    "benchmark=gsm8k&on.hardware=H100-SXM&on.count=2&on.batch=BEST&on.dollarsPerHour=2.5&on.precision=FP8",
    "benchmark=gsm8k&architecture=MOE&architecture=DENSE&license=MIT&totalParameters.max=1e10&releasedOn.from=2025-01-01",
    "benchmark=gsm8k&lab=epoch&verified=false&coverage.min=0.9&not.lab=deer&asOf=2025-06-01&grain=RUN",
    "benchmark=gsm8k&minMembership=0.5&betterThanChance=true&finishedAt.to=2026-01-01T00:00:00.000Z",
  ])("is read as the server reads that of a picture: %s", (query) => {
    expect(read(query)).toEqual(given(query));
  });

  it("may say what only the page understands", () => {
    const own = "tab=table&size=cost&zoom=1:2:3:4&budget=0.1&point=a|b&sort=-flops&a=x&b=y&by=LAB&gain=0.02&theme=dark";
    expect(read(`benchmark=gsm8k&${own}`)).toEqual({ where: { benchmark: ["gsm8k"] } });
  });

  it.each([
    ["colour=red", /no? parameter "colour"|"colour", which there is not/],
    ["openWeights=maybe", /openWeights: "maybe" is neither true nor false/],
    ["architecture=ROUND", /architecture: "ROUND" is none of DENSE, /],
    ["on.count=many", /on.count: "many" is not a number/],
    ["max=flops", /max: "flops" is not written as flops:1e15/],
    ["max=flops:", /max/],
    ["totalParameters.max=", /totalParameters.max: "" is not a number/],
  ])("is refused by name where it can't be read: %s", (query, message) => {
    expect(() => read(query)).toThrow(AddressError);
    expect(() => read(query)).toThrow(message);
  });
});
