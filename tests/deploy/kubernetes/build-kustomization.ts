import { readFile } from "node:fs/promises";
import { statSync } from "node:fs";
import path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { Manifest } from "./manifest.ts";
import { type Patch, patchManifests } from "./patch-manifest.ts";

interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly configMapGenerator?: readonly Generator[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
  readonly components?: readonly string[];
  readonly patches?: readonly Patch[];
}

interface Generator {
  readonly name: string;
  readonly behavior?: "create" | "merge";
  readonly files?: readonly string[];
  readonly literals?: readonly string[];
}

const KNOWN = new Set(
  "apiVersion kind namespace resources components labels configMapGenerator images patches".split(" "),
);

/**
 * What `kubectl kustomize` would give, as far as this repository uses it: resources, ConfigMaps from files and literals,
 * images, patches (of components, too), a namespace. Names get no hash. Throws on a field that it does not know.
 */
export async function buildKustomization(directory: string): Promise<Manifest[]> {
  const kustomization = await readKustomization(directory);
  let manifests = (
    await Promise.all((kustomization.resources ?? []).map((resource) => readResource(path.join(directory, resource))))
  ).flat();
  for (const generator of kustomization.configMapGenerator ?? []) {
    manifests = addConfigMap(manifests, generator.name, await readData(directory, generator), generator.behavior);
  }
  const parts = (kustomization.components ?? []).map((part) => readKustomization(path.join(directory, part)));
  const patches = [...(await Promise.all(parts)), kustomization].flatMap((part) => part.patches ?? []);
  for (const patch of patches) manifests = patchManifests(manifests, patch);
  let text = JSON.stringify(manifests);
  for (const { name, newName, newTag } of kustomization.images ?? []) {
    if (!text.includes(`"image":"${name}:`)) throw new Error(`${directory}: no image ${name}`);
    text = text.replaceAll(new RegExp(`"image":"${name}:[^"]*"`, "g"), `"image":"${newName}:${newTag}"`);
  }
  const built = JSON.parse(text) as Manifest[];
  const { namespace } = kustomization;
  if (namespace === undefined) return built;
  return built.map((one) => (one.kind === "Namespace" ? one : { ...one, metadata: { ...one.metadata, namespace } }));
}

async function readKustomization(directory: string): Promise<Kustomization> {
  const kustomization = parse(await readFile(path.join(directory, "kustomization.yaml"), "utf8")) as Kustomization;
  const unknown = Object.keys(kustomization).filter((field) => !KNOWN.has(field));
  if (unknown.length > 0) throw new Error(`${directory}: this reader does not know ${unknown.join(", ")}`);
  return kustomization;
}

async function readResource(place: string): Promise<Manifest[]> {
  if (statSync(place).isDirectory()) return buildKustomization(place);
  const documents = parseAllDocuments(await readFile(place, "utf8"), { merge: true });
  return documents.map((document) => document.toJS() as Manifest);
}

async function readData(directory: string, { files = [], literals = [] }: Generator): Promise<Record<string, string>> {
  const read = files.map(async (file) => [path.basename(file), await readFile(path.join(directory, file), "utf8")]);
  const pairs = literals.map((literal) => [literal.split("=")[0], literal.slice(literal.indexOf("=") + 1)]);
  return Object.fromEntries([...(await Promise.all(read)), ...pairs]) as Record<string, string>;
}

function addConfigMap(
  manifests: readonly Manifest[],
  name: string,
  data: Record<string, string>,
  behavior = "create",
): Manifest[] {
  const there = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name);
  if ((there !== undefined) !== (behavior === "merge")) throw new Error(`ConfigMap ${name}: cannot ${behavior} it`);
  const merged = { ...there?.data, ...data };
  const others = manifests.filter((manifest) => manifest !== there);
  return [...others, { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: merged }];
}
