import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askingUsage, forOneToken } from "../../../src/metering/streams/askUsage.ts";
import { createEventSplitter } from "../../../src/metering/streams/eventSplitter.ts";
import { withMember, withoutMember } from "../../../src/metering/streams/jsonMembers.ts";
import { runs } from "../../support/runs.ts";

const latin = (text: string) => Buffer.from(text).toString("latin1");
const back = (text: string) => Buffer.from(text, "latin1").toString();

describe("the members of an object's text", () => {
  const objects = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue());
  const spaced = fc.constantFrom(undefined, 1, "\t");

  it("are set and taken out as JSON would write it", () => {
    fc.assert(
      fc.property(objects, spaced, fc.string(), fc.jsonValue(), (object, space, name, value) => {
        const text = latin(JSON.stringify(object, null, space));
        // A key of this name is no member of its own in a literal.
        fc.pre(name !== "__proto__" && !("__proto__" in object));
        const set = JSON.parse(back(withMember(text, name, latin(JSON.stringify(value)))));
        expect(set).toEqual(JSON.parse(JSON.stringify({ ...object, [name]: value })));
        const { [name]: _, ...rest } = JSON.parse(JSON.stringify(object));
        expect(JSON.parse(back(withoutMember(text, name)))).toEqual(rest);
      }),
      runs(100, 5000),
    );
  });

  it("leave every other byte as it was", () => {
    const text = '{"a": 1.0,  "usage" : {"x":["}\\"{"]} ,"b":12345678901234567890}';
    expect(withoutMember(text, "usage")).toBe('{"a": 1.0 ,"b":12345678901234567890}');
    expect(withoutMember('{"usage":null,"a":1}', "usage")).toBe('{"a":1}');
    expect(withoutMember('{"usage":null}', "usage")).toBe("{}");
    expect(withoutMember('{"a":{"usage":1}}', "usage")).toBe('{"a":{"usage":1}}');
    expect(withMember('{"n":1,"n":2}', "n", "3")).toBe('{"n":1,"n":3}');
    expect(withMember("{ }", "n", "3")).toBe('{"n":3 }');
  });
});

describe("a body", () => {
  const asking = (text: string) => askingUsage(Buffer.from(text), JSON.parse(text))?.toString();

  it("asks for usage where its client does not", () => {
    expect(asking('{"stream":true}')).toBe('{"stream":true,"stream_options":{"include_usage":true}}');
    expect(asking('{"stream_options":null,"stream":true}')).toBe(
      '{"stream_options":{"include_usage":true},"stream":true}',
    );
    expect(asking('{"stream":true,"stream_options":{"a":"ü","include_usage":false}}')).toBe(
      '{"stream":true,"stream_options":{"a":"ü","include_usage":true}}',
    );
    expect(asking('{"stream":true,"stream_options":{}}')).toBe(
      '{"stream":true,"stream_options":{"include_usage":true}}',
    );
  });

  it.each([
    '{"stream":false}',
    "{}",
    '{"stream":1}',
    '{"stream":true,"stream_options":{"include_usage":true}}',
    '{"stream":true,"stream_options":"x"}',
  ])("stays as it is: %s", (text) => expect(asking(text)).toBeUndefined());

  it("is made for one token", () => {
    const short = (text: string) => JSON.parse(forOneToken(Buffer.from(text), JSON.parse(text)).toString());
    expect(short('{"a":"ü"}')).toEqual({ a: "ü", max_tokens: 1 });
    expect(short('{"max_completion_tokens":900,"n":4}')).toEqual({ max_completion_tokens: 1, n: 1 });
  });
});

describe("a splitter", () => {
  it("gives the same events for any pieces, and loses no byte", () => {
    const end = fc.constantFrom("\n\n", "\r\n\r\n", "\n\r\n");
    const event = fc.tuple(
      fc.constantFrom("data: x", "data: ü😀", ": ping", "event: e\ndata: y", "data: a\r\ndata: b"),
      end,
    );
    fc.assert(
      fc.property(fc.array(event), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (events, sizes) => {
        const bytes = Buffer.from(`${events.map(([text, stop]) => text + stop).join("")}data: rest`);
        const found: string[] = [];
        const splitter = createEventSplitter((one) => found.push(one.toString()));
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length]!;
          splitter.feed(bytes.subarray(at, at + size));
          at += size;
        }
        expect(found).toEqual(events.map(([text, stop]) => text + stop));
        expect(splitter.begun.toString()).toBe("data: rest");
      }),
      runs(200, 20_000),
    );
  });
});
