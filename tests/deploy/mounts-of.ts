import type { ComposeService } from "./compose-file.ts";

export interface Mount {
  readonly type: string;
  readonly source: string;
  readonly readOnly: boolean;
}

interface LongForm {
  readonly type: string;
  readonly source?: string;
  readonly read_only?: boolean;
}

/** A service's mounts as Compose reads them: in the short form, a source is a path only where it begins like one. */
export function mountsOf({ volumes = [] }: ComposeService): Mount[] {
  return volumes.map((volume) => {
    if (typeof volume !== "string") {
      const { type, source = "", read_only: readOnly = false } = volume as LongForm;
      return { type, source, readOnly };
    }
    const [source = "", , mode] = volume.split(":");
    return { type: /^[./~]/.test(source) ? "bind" : "volume", source, readOnly: mode === "ro" };
  });
}
