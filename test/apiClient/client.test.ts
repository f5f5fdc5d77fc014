import { readFileSync } from "node:fs";
import { parse, validate } from "graphql";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Client } from "../../src/apiClient/client.ts";
import { writeRequest } from "../../src/apiClient/document.ts";
import { readEvents } from "../../src/apiClient/events.ts";
import type { Query } from "../../src/apiClient/schema.ts";
import type { Result } from "../../src/apiClient/selection.ts";
import { schema } from "../../src/schema/schema.ts";
import { CLIENT_SCHEMA, clientSchema } from "../../tools/clientSchema.ts";

describe("the types of the client", () => {
  it("are those of schema.graphql, as `npm run client` writes them", () => {
    expect(readFileSync(CLIENT_SCHEMA, "utf8")).toBe(clientSchema(readFileSync("schema.graphql", "utf8")));
  });

  it("give each result the type of what was selected", () => {
    const selected = {
      frontier: [
        { where: { benchmark: ["gpqa-diamond"] }, grain: "RUN" },
        {
          hypervolume: true,
          knee: { mode: true },
          points: { mode: true, model: { slug: true, releasedOn: true } },
          dominated: [{ first: 1 }, { nodes: { mode: true }, totalCount: true }],
          best: [{ constraints: [{ metric: "flops", max: 1e15 }] }, { mode: true }],
        },
      ],
      node: [{ id: "x" }, { id: true }],
    } as const;
    type Answer = Result<Query, typeof selected>;
    expectTypeOf<Answer>().toEqualTypeOf<{
      frontier: {
        hypervolume: number | null;
        knee: { mode: string } | null;
        points: { mode: string; model: { slug: string; releasedOn: string | null } }[];
        dominated: { nodes: { mode: string }[]; totalCount: number };
        best: { mode: string } | null;
      } | null;
      node: { id: string } | null;
    }>();
    const { query } = writeRequest("Query", selected);
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it("refuse fields, arguments and values that the schema does not have", () => {
    const client = { query: async () => ({}) } as unknown as Client;
    // @ts-expect-error: there is no such field.
    client.query({ frontierr: true });
    // @ts-expect-error: there is no such grain.
    client.query({ frontier: [{ grain: "MODELS" }, { candidateCount: true }] });
    // @ts-expect-error: the slug is required.
    client.query({ model: { slug: true } });
    // @ts-expect-error: an object needs a selection.
    client.query({ frontier: true });
    client.query({ frontier: { candidateCount: true }, labs: { nodes: { slug: true } } });
  });
});

describe("the documents of the client", () => {
  it("are the same whatever the arguments are, so that the server knows them by their hash", () => {
    const of = (benchmark: string, first: number) =>
      writeRequest("Query", {
        frontier: [{ where: { benchmark: [benchmark] } }, { dominated: [{ first }, { nodes: { mode: true } }] }],
      });
    expect(of("a", 1)).toEqual({
      query: "query($v0:RunFilter $v1:Int){frontier(where:$v0){dominated(first:$v1){nodes{mode}}}}",
      variables: { v0: { benchmark: ["a"] }, v1: 1 },
    });
    expect(of("b", 2).query).toBe(of("a", 1).query);
  });

  it("leave out what is undefined or false, and refuse what the schema does not have", () => {
    expect(writeRequest("Query", { labs: [{ first: undefined }, { totalCount: true, nodes: undefined }] }).query).toBe(
      "query{labs{totalCount}}",
    );
    expect(() => writeRequest("Query", {})).toThrow("Nothing is selected");
    expect(() => writeRequest("Query", { labs: [{ second: 1 }, { totalCount: true }] })).toThrow("no argument second");
    expect(() => writeRequest("Query", { labels: { totalCount: true } })).toThrow("no field labels");
  });
});

describe("the events of a stream", () => {
  const streamOf = (...chunks: string[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
  const all = async (stream: ReadableStream<Uint8Array>) => {
    const events = [];
    for await (const event of readEvents(stream, 100)) events.push(event);
    return events;
  };

  it("are read wherever the stream is cut", async () => {
    const text = ':\n\nevent: next\ndata: {"a":"é"}\n\nevent: next\r\ndata: {}\r\n\r\nevent: complete\ndata\n\n';
    const bytes = new TextEncoder().encode(text);
    const expected = [
      { event: "next", data: '{"a":"é"}' },
      { event: "next", data: "{}" },
      { event: "complete", data: "" },
    ];
    expect(await all(streamOf(text))).toEqual(expected);
    for (let cut = 1; cut < bytes.length; cut++) {
      const cutStream = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      expect(await all(cutStream)).toEqual(expected);
    }
  });

  it("end with an error where nothing comes for too long", async () => {
    await expect(all(new ReadableStream({}))).rejects.toThrow("Nothing came");
  });
});
