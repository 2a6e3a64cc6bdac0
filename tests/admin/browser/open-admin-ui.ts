import { chromium, type Page } from "playwright-core";
import type { SharedAdminGateway } from "../global-setup.ts";
import { findChromium } from "./find-chromium.ts";

const ACTION_MS = 60_000;
/** A container has no user for Chromium's own sandbox, and no graphics card. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu"];

/** LiteLLM's admin UI in a real browser, signed in. */
export interface AdminUi {
  readonly page: Page;
  /** Addresses outside of the gateway that the page asked for. */
  readonly outside: readonly string[];
  /** Shows one of the UI's pages, by its place under /ui/. */
  show(place: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the UI and signs in as a person does. */
export async function openAdminUi({ url, uiPassword }: SharedAdminGateway): Promise<AdminUi> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ARGUMENTS });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(ACTION_MS);
  const outside: string[] = [];
  page.on("request", (request) => !request.url().startsWith(url) && outside.push(request.url()));
  await page.goto(`${url}/ui/`);
  await page.locator("input").first().fill("admin");
  await page.locator('input[type="password"]').fill(uiPassword);
  await page.keyboard.press("Enter");
  await page.getByText("Virtual Keys").first().waitFor();
  return {
    page,
    outside,
    show: async (place) => void (await page.goto(`${url}/ui/${place}`)),
    close: () => browser.close(),
  };
}

/** Makes a key with the UI's form; returns it as the UI shows it, once. */
export async function makeKeyInUi({ page }: AdminUi, name: string): Promise<string> {
  await page.getByText("Virtual Keys").first().click();
  await page.getByRole("button", { name: /Create New Key/ }).click();
  await page.locator("#key_alias").fill(name);
  await page.locator("[role=dialog] button[type=submit]").click();
  const saved = page.locator("[role=dialog]", { hasText: "Save your Key" });
  const [key = ""] = /sk-[\w-]+/.exec(await saved.innerText()) ?? [];
  await page.keyboard.press("Escape");
  return key;
}
