/** The stand-in's side of its SDK stub: joins the browser to the account's devices and reports what its player does. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Accounts } from "./accounts.ts";
import type { Account } from "./music.ts";
import type { Player } from "./player.ts";
import { SDK_FRAME, SDK_SCRIPT } from "./sdk-stub.ts";

export interface SdkWorld {
  accounts: Accounts;
  playerOf(account: Account): Player;
  /** The browser refuses to sound without a press. */
  autoplayBlocked(): boolean;
  readBody(request: IncomingMessage): Promise<string>;
}

const DEVICE_ID = "stand-in-browser-device";

/** True where the path was one of the SDK's. */
export function createSdkRoutes(world: SdkWorld) {
  const owners = new Map<string, Account>();

  const text = (response: ServerResponse, type: string, body: string): void => {
    response.writeHead(200, {
      "content-type": `${type}; charset=utf-8`,
      "cross-origin-resource-policy": "cross-origin",
    });
    response.end(body);
  };
  const json = (response: ServerResponse, body: unknown): void =>
    text(response, "application/json", JSON.stringify(body));

  const connect = (given: { token: string; name: string }) => {
    const grant = world.accounts.check(given.token);
    if (!grant?.scopes.includes("streaming")) return { problem: "authentication_error" };
    if (!grant.account.premium) return { problem: "account_error" };
    const player = world.playerOf(grant.account);
    player.removeDevice(DEVICE_ID);
    player.addDevice({ id: DEVICE_ID, name: given.name });
    owners.set(DEVICE_ID, grant.account);
    return { device_id: DEVICE_ID };
  };

  const command = (given: { device: string; command: string; value?: number }) => {
    const account = owners.get(given.device);
    if (!account) return { state: null };
    const player = world.playerOf(account);
    const { device, value = 0 } = given;
    const run: Record<string, () => unknown> = {
      pause: () => player.pause(device),
      resume: () => player.play(device, undefined, undefined),
      next: () => player.skip(device, 1),
      previous: () => player.skip(device, -1),
      seek: () => player.seek(device, value),
      volume: () => player.setVolume(device, Math.round(value * 100)),
      disconnect: () => player.removeDevice(device),
    };
    run[given.command]?.();
    return { state: player.sdkState(device) };
  };

  const events = (device: string, response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": joined\n\n");
    const account = owners.get(device);
    if (!account) return;
    const player = world.playerOf(account);
    const stop = player.onChange(() => {
      const state = player.sdkState(device);
      response.write(`event: state\ndata: ${JSON.stringify({ state, blocked: world.autoplayBlocked() })}\n\n`);
    });
    const watch = setInterval(() => {
      if (player.devices.some(({ id }) => id === device)) return;
      response.write("event: gone\ndata: {}\n\n");
      clearInterval(watch);
    }, 100);
    response.on("close", () => {
      stop();
      clearInterval(watch);
    });
  };

  return async (request: IncomingMessage, url: URL, response: ServerResponse): Promise<boolean> => {
    if (url.pathname === "/spotify-player.js") text(response, "text/javascript", SDK_SCRIPT);
    else if (url.pathname === "/sdk/frame.html") text(response, "text/html", SDK_FRAME);
    else if (url.pathname === "/sdk/events") events(url.searchParams.get("device") ?? "", response);
    else if (url.pathname === "/sdk/connect") json(response, connect(JSON.parse(await world.readBody(request))));
    else if (url.pathname === "/sdk/command") json(response, command(JSON.parse(await world.readBody(request))));
    else return false;
    return true;
  };
}
