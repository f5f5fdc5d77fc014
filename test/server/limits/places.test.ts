import { describe, expect, it } from "vitest";
import { createPlaces } from "../../../src/server/limits/places.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the places of a caller", () => {
  it("are taken at once while there are any, and then in order", async () => {
    const places = createPlaces(2);
    const [first, second, third, fourth] = [1, 2, 3, 4].map(() => places.take("a"));
    expect([first!.begun, second!.begun]).toEqual([null, null]);
    const log: string[] = [];
    third!.begun!.then(() => log.push("third"));
    fourth!.begun!.then(() => log.push("fourth"));
    await settle();
    expect(log).toEqual([]);
    second!.end();
    second!.end();
    await settle();
    expect(log).toEqual(["third"]);
    first!.end();
    await settle();
    expect(log).toEqual(["third", "fourth"]);
  });

  it("are no one else's", () => {
    const places = createPlaces(1);
    places.take("a");
    expect(places.take("a").begun).not.toBeNull();
    expect(places.take("b").begun).toBeNull();
  });

  it("are not given to one who stopped waiting", async () => {
    const places = createPlaces(1);
    const first = places.take("a");
    const gone = places.take("a");
    const third = places.take("a");
    let began = false;
    third.begun!.then(() => {
      began = true;
    });
    gone.end();
    first.end();
    await settle();
    expect(began).toBe(true);
    third.end();
    expect(places.take("a").begun).toBeNull();
  });
});
