import type { GraphQLScalarType } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../src/schema/schema.ts";

const scalar = (name: string) => schema.getType(name) as GraphQLScalarType;

describe("a date", () => {
  it.each(["0001-01-01", "2024-02-29", "9999-12-31"])("can be %s", (day) => {
    expect(scalar("Date").parseValue(day)).toBe(day);
  });

  it.each([
    "0000-01-01",
    "0000-12-31",
    "2025-02-29",
    "2025-13-01",
    "10000-01-01",
    "-0001-01-01",
    "infinity",
    "now",
    "",
    7,
  ])("cannot be %j", (day) =>
    expect(() => scalar("Date").parseValue(day)).toThrow(expect.objectContaining({ code: "BAD_VALUE" })),
  );
});

describe("an instant", () => {
  it("is taken in any zone and kept in UTC", () => {
    expect(scalar("DateTime").parseValue("2025-01-31T12:00:00+02:00")).toBe("2025-01-31T10:00:00.000Z");
    expect(scalar("DateTime").parseValue("0001-01-01T00:00:00Z")).toBe("0001-01-01T00:00:00.000Z");
  });

  it.each([
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "2025-01-31T25:00:00Z",
    "2025-01-31T12:00:60Z",
    "2025-01-31T12:00:00+99:00",
    "2025-02-30T12:00:00Z",
    "infinity",
    "epoch",
  ])("cannot be %j", (instant) => {
    expect(() => scalar("DateTime").parseValue(instant)).toThrow(expect.objectContaining({ code: "BAD_VALUE" }));
  });
});
