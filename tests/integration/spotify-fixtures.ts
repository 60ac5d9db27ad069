/** What the tests of Spotify share: our server over a real socket, the stand-in, and a browser's walk through the consent page. */
import { onTestFinished } from "vitest";
import { createLogger, type Logger } from "../../src/server/logger.ts";
import { openServices, type OpenServices, type Replacements } from "../../src/server/open-services.ts";
import { defaultServiceConfig, type ServiceConfig } from "../../src/server/service-config.ts";
import { startSpotifyStandIn, type SpotifyStandIn, type StandInOptions } from "../spotify-stand-in/start.ts";
import { clientOf, configOn, fakeSource, temporaryFolder, type Answer, type Ask } from "./server-fixtures.ts";

export const BASE = "/sources/spotify";

export interface Opened extends OpenServices {
  ask: Ask;
  dataDir: string;
}

/** The stand-in; at the end of the test nothing may have gone to it, or come from it, but what is described. */
export async function openStandIn(options: StandInOptions = {}): Promise<SpotifyStandIn> {
  const standIn = await startSpotifyStandIn(options);
  onTestFinished(async () => {
    await standIn.close();
    if (standIn.violations.length > 0) throw new Error(`not as described: ${standIn.violations.join("\n")}`);
  });
  return standIn;
}

/** Our server with the stand-in as its Spotify. */
export async function openWith(
  standIn: SpotifyStandIn,
  {
    replacements = {},
    config = {},
    dataDir,
  }: { replacements?: Replacements; config?: Partial<ServiceConfig["spotify"]>; dataDir?: string } = {},
): Promise<Opened> {
  const folder = dataDir ?? (await temporaryFolder());
  const defaults = defaultServiceConfig();
  const { apiUrl, accountsUrl, sdkUrl, clientId } = standIn;
  const services = { ...defaults, spotify: { clientId, apiUrl, accountsUrl, sdkUrl, ...config } };
  const opened = await openServices(configOn(folder, { services }), {
    source: fakeSource(),
    analysers: 1,
    ...replacements,
  });
  onTestFinished(() => opened.close());
  return { ...opened, ask: clientOf(opened), dataDir: folder };
}

/** A log that keeps every line, at the most talkative level. */
export function keepingLogger(lines: string[]): Logger {
  const real = createLogger("silent");
  const keep = (...parts: unknown[]): void =>
    void lines.push(
      JSON.stringify(parts, (_key, value: unknown) =>
        value instanceof Error ? { ...Object(value), stack: value.stack, cause: value.cause } : value,
      ),
    );
  return { ...real, trace: keep, debug: keep, info: keep, warn: keep, error: keep, fatal: keep };
}

/** Begins a sign-in and walks the browser through the consent page; gives the address that it ends at. */
export async function signIn({ ask }: Pick<Opened, "ask">, purposes: string[] = ["lists"]): Promise<string> {
  const begun = await ask("POST", `${BASE}/sign-in`, { purposes });
  if (begun.status !== 200) throw new Error(JSON.stringify(begun.body));
  return await comeBack({ ask }, await consent(begun.body.authorizeUrl));
}

/** What the consent page sends the browser back to. @throws Error with the page's text where it does not */
export async function consent(authorizeUrl: string): Promise<URL> {
  const page = await fetch(authorizeUrl, { redirect: "manual" });
  const location = page.headers.get("location");
  if (location === null) throw new Error(await page.text());
  return new URL(location);
}

/** The browser arrives at our callback, as one that comes from another site does. */
export async function comeBack({ ask }: Pick<Opened, "ask">, url: URL): Promise<string> {
  const answer = await ask("GET", url.pathname.replace("/api", "") + url.search, undefined, {
    "sec-fetch-site": "cross-site",
    "sec-fetch-mode": "navigate",
  });
  if (answer.status !== 302) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.headers.get("location") ?? "";
}

export const CONNECTED = "/?spotify=connected#/services/spotify";

/** Connected with everything allowed. */
export async function connect(standIn: SpotifyStandIn, options: Parameters<typeof openWith>[1] = {}): Promise<Opened> {
  const opened = await openWith(standIn, options);
  const address = await signIn(opened, ["lists", "save", "devices", "player"]);
  if (address !== CONNECTED) throw new Error(address);
  return opened;
}

/** Code of an error answer, with its status. */
export function refusalOf({ status, body }: Answer): [number, string] {
  return [status, body.error?.code];
}
