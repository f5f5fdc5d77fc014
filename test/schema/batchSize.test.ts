import { parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../src/schema/schema.ts";

const errorsOf = (batch: string) =>
  validate(
    schema,
    parse(`{ model(slug: "a/b") { deployment(on: { hardware: "H200", batch: ${batch} }) { fits } } }`),
  ).map(({ message }) => message);

describe("a batch in a query", () => {
  it.each(["8", "BEST", '"BEST"'])("may be %s", (batch) => {
    expect(errorsOf(batch)).toEqual([]);
  });

  it.each(["WORST", "1.5", '"8 answers"', "true", "[8]"])("cannot be %s", (batch) => {
    expect(errorsOf(batch)).toEqual([expect.stringMatching(/batch|BatchSize/i)]);
  });
});
