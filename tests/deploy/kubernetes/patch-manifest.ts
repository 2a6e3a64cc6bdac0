import { parse } from "yaml";
import type { Manifest } from "./manifest.ts";

export interface Patch {
  /** Regular expressions, as kustomize has them. */
  readonly target: { readonly kind: string; readonly name: string };
  /** A list of operations of RFC 6902, or a part of a manifest to merge. */
  readonly patch: string;
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

type Fields = Record<string, unknown>;

/** The manifests with a patch applied to those that it is for; throws where that is none, or cannot be. */
export function patchManifests(manifests: readonly Manifest[], { target, patch }: Patch): Manifest[] {
  const isFor = ({ kind, metadata }: Manifest): boolean =>
    new RegExp(`^(?:${target.kind})$`).test(kind) && new RegExp(`^(?:${target.name})$`).test(metadata.name);
  if (!manifests.some(isFor)) throw new Error(`no ${target.kind} ${target.name} to patch`);
  const change = parse(patch) as Operation[] | Fields;
  if (!Array.isArray(change) && change["$patch"] === "delete") return manifests.filter((one) => !isFor(one));
  return manifests.map((one) => {
    if (!isFor(one)) return one;
    if (!Array.isArray(change)) return merge(one, change) as Manifest;
    const changed = structuredClone(one);
    for (const operation of change) apply(changed, operation);
    return changed;
  });
}

/** RFC 6902's `replace`, and its `add` to the end of a list: the operations in use. */
function apply(manifest: Manifest, { op, path: pointer, value }: Operation): void {
  const steps = pointer.split("/").slice(1);
  const last = steps.pop() ?? "";
  let node: unknown = manifest;
  for (const step of steps) node = (node as Fields | undefined)?.[step];
  if (op === "add" && last === "-" && Array.isArray(node)) node.push(value);
  else if (op === "replace" && typeof node === "object" && node !== null && last in node)
    (node as Fields)[last] = value;
  else throw new Error(`patch: cannot ${op} ${pointer}`);
}

/** Kubernetes' strategic merge as far as it is in use: null takes away, lists of named things are merged by name. */
function merge(old: unknown, change: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(change)) {
    const changes = change as { name: string }[];
    const kept = (old as { name: string }[]).map((item) => {
      const changed = changes.find(({ name }) => name === item.name);
      return changed === undefined ? item : merge(item, changed);
    });
    return [...kept, ...changes.filter(({ name }) => !(old as { name: string }[]).some((item) => item.name === name))];
  }
  if (!isFields(old) || !isFields(change)) return change;
  const merged: Fields = { ...old };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(old[name], value);
  }
  return merged;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
