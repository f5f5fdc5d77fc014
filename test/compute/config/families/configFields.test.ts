import { describe, expect, test } from "vitest";
import { ConfigFields, isObject } from "../../../../src/compute/config/families/configFields.ts";

const fields = new ConfigFields({
  zero: 0,
  four: 4,
  negative: -1,
  infinite: Number.POSITIVE_INFINITY,
  half: 0.5,
  text: "text",
  on: true,
  nothing: null,
  list: [1, "two", 3],
  inner: { width: 8 },
});

function refusal(message: string) {
  return expect.objectContaining({ code: "INCOMPLETE_CONFIG", message });
}

describe("a number", () => {
  test("is that of the first field that is there, null counting as missing", () => {
    expect(fields.number("four", "zero")).toBe(4);
    expect(fields.number("absent", "nothing", "zero")).toBe(0);
    expect(fields.optionalNumber("absent", "nothing")).toBeNull();
    expect(() => fields.number("absent", "nothing")).toThrow(
      refusal("absent or nothing is missing from the config: a number is needed."),
    );
  });

  test.each([
    ["negative", "-1"],
    ["infinite", "null"],
    ["text", '"text"'],
    ["list", '[1,"two",3]'],
  ])("is refused where it is %s", (name, shown) => {
    const message = `${name} of the config is ${shown}: a number of 0 or more is needed.`;
    expect(() => fields.number(name)).toThrow(refusal(message));
    expect(() => fields.optionalNumber(name)).toThrow(refusal(message));
  });

  test("of a layer is the field's own, or its entry in a list", () => {
    expect(fields.numberAt("four", 2)).toBe(4);
    expect(fields.numberAt("list", 2)).toBe(3);
    expect(() => fields.numberAt("list", 1)).toThrow(
      refusal('list of the config is "two": a number of 0 or more is needed.'),
    );
    expect(() => fields.numberAt("list", 3)).toThrow(refusal("list is missing from the config: a number is needed."));
  });
});

test("the index of a layer counts from the end below 0, and is a whole number", () => {
  expect(fields.optionalLayerIndex("four", 10)).toBe(4);
  expect(fields.optionalLayerIndex("zero", 10)).toBe(0);
  expect(fields.optionalLayerIndex("negative", 10)).toBe(9);
  expect(fields.optionalLayerIndex("nothing", 10)).toBeNull();
  for (const [name, shown] of [
    ["half", "0.5"],
    ["text", '"text"'],
  ]) {
    expect(() => fields.optionalLayerIndex(name!, 10)).toThrow(
      refusal(`${name} of the config is ${shown}: a whole number is needed.`),
    );
  }
});

test("a flag is true or false, or its default where it is missing", () => {
  expect([fields.flag("on", false), fields.flag("nothing", true), fields.flag("absent", false)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(() => fields.flag("four", true)).toThrow(refusal("four of the config is 4: true or false is needed."));
});

test("a text is null where it is none", () => {
  expect([fields.optionalText("text"), fields.optionalText("four"), fields.optionalText("absent")]).toEqual([
    "text",
    null,
    null,
  ]);
});

test("lists are cut to the layers, refused where they are short, and sifted by type", () => {
  expect(fields.perLayer("list", 3)).toEqual([1, "two", 3]);
  expect(fields.perLayer("list", 2)).toEqual([1, "two"]);
  expect([fields.perLayer("four", 2), fields.perLayer("absent", 2)]).toEqual([null, null]);
  expect(() => fields.perLayer("list", 4)).toThrow(refusal("list of the config has 3 entries for 4 layers."));
  expect([fields.numbers("list"), fields.numbers("four"), fields.numbers("absent")]).toEqual([[1, 3], [], []]);
  expect([fields.texts("list"), fields.texts("text"), fields.texts("absent")]).toEqual([["two"], [], []]);
});

test("an object within the config is named in its errors", () => {
  expect(fields.object("inner").number("width")).toBe(8);
  expect(fields.optionalObject("inner")?.has("width")).toBe(true);
  expect(fields.optionalObject("nothing")).toBeNull();
  expect(() => fields.object("absent")).toThrow(refusal("absent is missing from the config: an object is needed."));
  expect(() => fields.object("list")).toThrow(refusal("list of the config is not an object."));
  expect(() => fields.object("inner").number("depth")).toThrow(
    refusal("depth is missing from inner of the config: a number is needed."),
  );
  expect(fields.unsupported("four", "no reader knows it")).toMatchObject({
    code: "UNSUPPORTED_CONFIG",
    message: "four of the config is not accounted for: no reader knows it.",
  });
  expect([{}, [], null, "object"].map(isObject)).toEqual([true, false, false, false]);
});
