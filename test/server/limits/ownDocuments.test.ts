import { readdirSync, readFileSync } from "node:fs";
import { type DocumentNode, getIntrospectionQuery, Kind, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../../src/schema/schema.ts";
import { MOST_POINTS } from "../../../src/server/admission.ts";
import { compileCost } from "../../../src/server/limits/costPlan.ts";
import { readDocument } from "../../../src/server/limits/documentLimits.ts";

const filesOf = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => `${folder}/${file}`);

/** Every text in Markdown or in sources that is a whole document of this schema. */
function documentsIn(file: string): { place: string; text: string }[] {
  const pattern = file.endsWith(".md") ? /```graphql\n(.*?)```/gs : /`(#?[^`$]*\{[^`$]*)`/gs;
  return [...readFileSync(file, "utf8").matchAll(pattern)].flatMap(([, text], at) =>
    documentOf(text!) ? [{ place: `${file} ${at}`, text: text! }] : [],
  );
}

function documentOf(text: string): DocumentNode | null {
  try {
    const document = parse(text);
    return validate(schema, document).length === 0 ? document : null;
  } catch {
    return null;
  }
}

const written = [
  "README.md",
  ...filesOf("docs", /\.md$/),
  ...["src", "test", "bench"].flatMap((folder) => filesOf(folder, /\.ts$/)),
].flatMap(documentsIn);

const INTROSPECTION = {
  ...{ descriptions: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true },
  ...{ inputValueDeprecation: true, oneOf: true, inputDeprecation: true },
};
const tools = [
  { place: "the introspection of GraphiQL", text: getIntrospectionQuery(INTROSPECTION) },
  { place: "the introspection of a gateway", text: getIntrospectionQuery({ descriptions: false }) },
];

describe("the documents of this project", () => {
  it("are found in the README, the guides, the sources, the tests and the benchmarks", () => {
    const places = written.map(({ place }) => place.split(/[/ ]/)[0]);
    for (const folder of ["README.md", "docs", "src", "test", "bench"]) expect(places).toContain(folder);
    expect(written.length).toBeGreaterThan(40);
  });

  it.each([...written, ...tools])("are within all limits: $place", ({ text }) => {
    const document = readDocument(text);
    for (const operation of document.definitions) {
      if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
      // With pages as long as they may be, where variables say how long.
      const longest = Object.fromEntries(
        (operation.variableDefinitions ?? []).map(({ variable }) => [variable.name.value, 100]),
      );
      expect(compileCost(schema, document, operation).requested(longest)).toBeLessThanOrEqual(MOST_POINTS);
    }
  });
});
