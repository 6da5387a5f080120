import { describe, expect, it } from "vitest";
import { type Answer, IN_A_ROW, RELOAD_WAITS, Reconnection, WAITS } from "../src/reconnection";

/** A page whose time passes when a test says so, and a server that answers as it is told. */
class Road {
  answer: Answer = "silent";
  asked = 0;
  connected = 0;
  reloaded = 0;
  said: (string | null)[] = [];
  reloads: number[] = [];
  time = 1_000_000_000;
  private timers: { id: number; at: number; callback: () => void }[] = [];
  private ids = 0;

  async ask(): Promise<Answer> {
    this.asked += 1;
    return this.answer;
  }
  connect(): void {
    this.connected += 1;
  }
  reload(): void {
    this.reloaded += 1;
  }
  say(sentence: string | null): void {
    this.said.push(sentence);
  }
  now(): number {
    return this.time;
  }
  luck = 0;
  chance(): number {
    return this.luck;
  }
  later(milliseconds: number, callback: () => void): number {
    this.timers.push({ id: ++this.ids, at: this.time + milliseconds, callback });
    return this.ids;
  }
  cancel(timer: number): void {
    this.timers = this.timers.filter((each) => each.id !== timer);
  }

  /** Let time pass, and all that falls due in it, in its order. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const next = [...this.timers].sort((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > end) break;
      this.cancel(next.id);
      this.time = next.at;
      next.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.time = end;
  }
}

const SUM = WAITS.reduce((sum, each) => sum + each, 0);

function start(answer: Answer): { road: Road; way: Reconnection } {
  const road = new Road();
  road.answer = answer;
  const way = new Reconnection(road);
  way.lost();
  return { road, way };
}

describe("a page whose connection is lost", () => {
  it("says so at once, and once", () => {
    const { road, way } = start("silent");
    way.lost();
    expect(road.said).toHaveLength(1);
    expect(road.said[0]).toMatch(/^Connection lost at .*, reconnecting …$/);
  });

  it("asks more and more seldom, and never ceases to", async () => {
    const { road } = start("silent");
    await road.pass(SUM);
    expect(road.asked).toBe(WAITS.length);
    await road.pass(3_600_000);
    expect(road.asked).toBe(WAITS.length + 3_600_000 / 15_000);
    expect([road.connected, road.reloaded]).toEqual([0, 0]);
  });

  it("asks after up to twice as long, so that pages spread", async () => {
    const { road, way } = start("silent");
    way.found();
    road.luck = 1;
    way.lost();
    await road.pass(2 * SUM - 1);
    expect(road.asked).toBe(WAITS.length - 1);
    await road.pass(1);
    expect(road.asked).toBe(WAITS.length);
  });

  it("connects to the kernel that is still there, and is quiet when it is found", async () => {
    const { road, way } = start("there");
    await road.pass(WAITS[0]);
    expect(road.connected).toBe(1);
    way.found();
    expect(road.said.at(-1)).toBeNull();
    await road.pass(3_600_000);
    expect([road.asked, road.connected, road.reloaded]).toEqual([1, 1, 0]);
  });

  it("asks at once when the network is back", async () => {
    const { road, way } = start("silent");
    await road.pass(SUM);
    road.answer = "there";
    way.hurry();
    await road.pass(WAITS[0]);
    expect(road.connected).toBe(1);
  });

  it("ignores an answer that comes when it has found its way", async () => {
    const { road, way } = start("gone");
    const asked = road.pass(WAITS[0]);
    way.found();
    await asked;
    await road.pass(3_600_000);
    expect(road.reloaded).toBe(0);
  });
});

describe("a page whose kernel is gone", () => {
  it("is loaded anew, once", async () => {
    const { road } = start("gone");
    await road.pass(WAITS[0] + 3_600_000);
    expect(road.reloaded).toBe(1);
    expect(road.reloads).toHaveLength(1);
  });

  it("is loaded more and more seldom where that happens again and again", async () => {
    const road = new Road();
    road.answer = "gone";
    const loaded: number[] = [];
    for (const wait of [...RELOAD_WAITS, 60_000]) {
      new Reconnection(road).lost(); // each time it is another page
      const before = road.time;
      await road.pass(WAITS[0] + wait);
      loaded.push((road.reloads.at(-1) ?? 0) - before - WAITS[0]);
    }
    expect(loaded).toEqual([...RELOAD_WAITS, 60_000]);
  });

  it("is loaded at once again when the last time is long ago", async () => {
    const road = new Road();
    road.answer = "gone";
    road.reloads = [road.time - IN_A_ROW, road.time - IN_A_ROW - 1];
    new Reconnection(road).lost();
    await road.pass(WAITS[0]);
    expect(road.reloaded).toBe(1);
  });
});
