import { afterEach, describe, expect, it, vi } from "vitest";
import { api, ApiError, errorMessage, isUnreachable } from "./api-client.ts";

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => null).catch((error: unknown) => error);
}

describe("the API client", () => {
  const fetched = vi.fn<typeof fetch>();
  const answer = (status: number, body: string): void => {
    fetched.mockImplementation(async () => new Response(body, { status }));
  };

  vi.stubGlobal("fetch", fetched);
  afterEach(() => void fetched.mockReset());

  it("asks our own server alone, and sends JSON", async () => {
    answer(201, JSON.stringify({ id: 3 }));
    await api.startPlay(10, null);
    const [path, init] = fetched.mock.lastCall ?? [];
    expect(path).toBe("/api/plays");
    expect(init).toMatchObject({ method: "POST", body: '{"trackId":10,"playlistId":null}' });
  });
  it("escapes what the listener typed, and leaves out an empty search", async () => {
    answer(200, JSON.stringify({ tracks: [], total: 0 }));
    await api.tracks({ query: "a&b=c ü" });
    expect(fetched.mock.lastCall?.[0]).toBe("/api/tracks?limit=50&offset=0&query=a%26b%3Dc+%C3%BC");
    await api.tracks({ query: "" });
    expect(fetched.mock.lastCall?.[0]).toBe("/api/tracks?limit=50&offset=0");
  });
  it("sends whole milliseconds, in a request that outlives the page where asked", async () => {
    answer(200, "{}");
    await api.updatePlay(4, 1234.56, "stopped", true);
    expect(fetched.mock.lastCall?.[1]).toMatchObject({ keepalive: true, body: '{"playedMs":1235,"end":"stopped"}' });
  });
  it("passes on the server's own sentence and code", async () => {
    answer(400, JSON.stringify({ error: { code: "folder.not-found", message: "There is no such folder." } }));
    const error = await failure(api.setLibraryFolder("/nowhere"));
    expect(error).toMatchObject({ name: "ApiError", code: "folder.not-found", status: 400 });
    expect(errorMessage(error)).toBe("There is no such folder.");
  });
  it.each([502, 503, 504])("takes a proxy's %s for a server that is away", async (status) => {
    answer(status, "<html>Bad gateway</html>");
    expect(isUnreachable(await failure(api.status()))).toBe(true);
  });
  it("keeps a 503 in the server's own words", async () => {
    answer(503, JSON.stringify({ error: { code: "storage.busy", message: "Try again." } }));
    expect(await failure(api.status())).toMatchObject({ code: "storage.busy" });
  });
  it("says so when the server cannot be reached", async () => {
    fetched.mockRejectedValue(new TypeError("Failed to fetch"));
    expect(isUnreachable(await failure(api.status()))).toBe(true);
  });
  it("lets an aborted call stay an abort", async () => {
    fetched.mockRejectedValue(new DOMException("gone", "AbortError"));
    expect(await failure(api.status())).toMatchObject({ name: "AbortError" });
  });
  it("has a sentence for anything thrown", () => {
    expect(errorMessage("text")).toBe("Something went wrong.");
    expect(errorMessage(new ApiError("a.b", "", 500))).toBe("Something went wrong.");
  });
});
