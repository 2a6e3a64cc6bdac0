import { beforeEach, afterEach, describe, expect, test, vi } from "vitest";
import { createLane } from "../../masker-service/src/http/lane.ts";

const changes: string[] = [];
const newLane = (most: number, mostWaiting: number) =>
  createLane({ name: "light", most, mostWaiting, onChange: (...change) => changes.push(change.join(" ")) });

beforeEach(() => {
  changes.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("a lane", () => {
  test("gives turns in the order in which requests came, and never more than its number at once", async () => {
    const lane = newLane(2, 10);
    const order: number[] = [];
    const ends = new Map<number, () => void>();
    const entering = Array.from({ length: 5 }, async (_, index) => {
      ends.set(index, await lane.enter());
      order.push(index);
    });
    await vi.waitFor(() => expect(order).toEqual([0, 1]));
    ends.get(1)?.();
    await vi.waitFor(() => expect(order).toEqual([0, 1, 2]));
    ends.get(0)?.();
    ends.get(2)?.();
    await vi.waitFor(() => expect(order).toEqual([0, 1, 2, 3, 4]));
    await Promise.all(entering);
    for (const end of ends.values()) end();
    expect(changes.at(-1)).toBe("light 0 0");
    expect(Math.max(...changes.map((change) => Number(change.split(" ")[1])))).toBe(2);
  });

  test("takes an end that is called twice for one", async () => {
    const lane = newLane(1, 1);
    const end = await lane.enter();
    end();
    end();
    await lane.enter();
    await expect(Promise.race([lane.enter(), Promise.resolve("waits")])).resolves.toBe("waits");
  });

  test("refuses at once whom it has no room to let wait", async () => {
    const lane = newLane(1, 0);
    await lane.enter();
    await expect(lane.enter()).rejects.toMatchObject({ code: "overloaded", status: 503, retryAfterSeconds: 2 });
  });

  test("refuses who has waited too long, and gives the turn to the next", async () => {
    const lane = newLane(1, 2);
    const end = await lane.enter();
    const late = lane.enter();
    const refused = late.catch(String);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await refused).toMatch(/no turn came within 4 s.*try again/);
    const next = lane.enter();
    end();
    (await next)();
    expect(changes.at(-1)).toBe("light 0 0");
  });
});
