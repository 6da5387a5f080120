import { describe, expect, it } from "vitest";
import { writable } from "../src/page_picture";

describe("a page as a picture", () => {
  it("has no character that XML cannot have", () => {
    for (const code of [0, 1, 8, 0xb, 0xc, 0xe, 0x1f, 0x7f, 0xfffe, 0xffff])
      expect(writable(`a${String.fromCharCode(code)}b`)).toBe("a\ufffdb");
  });

  it("keeps all others", () => {
    const text = "<p>\t21 °C\r\n\u0085 \ufffd 🔥</p>";
    expect(writable(text)).toBe(text);
  });
});
