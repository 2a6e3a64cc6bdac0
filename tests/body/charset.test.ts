import { expect, test } from "vitest";
import { EUC_KR, findCharset, SHIFT_JIS, UTF_16BE, UTF_16LE, UTF_8 } from "../../masker-service/src/body/charset.ts";

test.each([EUC_KR, SHIFT_JIS])("every pair of bytes that $name knows is as long as it is said to be", (charset) => {
  let pairs = 0;
  for (let first = 0; first < 0x100; first++) {
    for (let second = 0; second < 0x100; second++) {
      const text = charset.decode(Buffer.from([first, second]));
      if (text === undefined) continue;
      pairs++;
      const units = Array.from({ length: text.length }, (_, index) => charset.width(text.charCodeAt(index)));
      expect(units.reduce((sum, width) => sum + width, 0)).toBe(2);
    }
  }
  expect(pairs).toBeGreaterThan(0x80 * 0x80 + 6000);
});

test.each([UTF_8, UTF_16LE, UTF_16BE])("every character of $name is as long as it is said to be", (charset) => {
  for (let point = 0; point < 0x11_0000; point += 13) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const text = String.fromCodePoint(point);
    const bytes = charset.encode(text);
    expect(charset.decode(bytes)).toBe(text);
    const units = Array.from({ length: text.length }, (_, index) => charset.width(text.charCodeAt(index)));
    expect(units.reduce((sum, width) => sum + width, 0)).toBe(bytes.length);
  }
});

test.each([
  ["cp949", "euc-kr"],
  ["windows-949", "euc-kr"],
  ["sjis", "shift_jis"],
  ["us-ascii", "latin1"],
  ["iso-8859-15", "latin1"],
  ["utf-16", "utf-16le"],
  ["utf8", "utf-8"],
])("%s is read as %s", (label, name) => {
  expect(findCharset(label)?.name).toBe(name);
});

test.each(["utf-7", "utf-32", "big5", "gb18030", "iso-2022-jp", "ibm037", "nobody's"])(
  "in %s placeholders are not written",
  (label) => {
    expect(findCharset(label)).toBeUndefined();
  },
);
