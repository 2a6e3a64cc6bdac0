/** The same characters in a string of their own. V8's slices point to the string that they were cut from, and keep all of it in memory. */
export function copySlice(slice: string): string {
  return Buffer.from(slice, "utf16le").toString("utf16le");
}
