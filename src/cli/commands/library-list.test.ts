import { expect, test } from "vitest";
import type { TrackList } from "../../contracts/tracks.ts";
import type { ApiClient } from "../api/api-client.ts";
import { listTracks } from "./library-list.ts";

type Asked = Parameters<ApiClient["tracks"]>[0];

/** A server of so many tracks, numbered from 1, that notes what it is asked. */
function serverOf(count: number) {
  const asked: Asked[] = [];
  const client = {
    async tracks(page: Asked): Promise<TrackList> {
      asked.push(page);
      const first = (page.after ?? 0) + page.offset;
      const ids = Array.from({ length: Math.max(0, Math.min(page.limit, count - first)) }, (_, at) => first + at + 1);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return { tracks: ids.map((id) => ({ id })), total: count, totalIsExact: true } as unknown as TrackList;
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { asked, client: client as unknown as ApiClient };
}

async function idsOf(client: ApiClient, options: Parameters<typeof listTracks>[1]): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of listTracks(client, options)) ids.push(id);
  return ids;
}

test.each([{}, { query: "love" }, { problems: true }])("%j: every track once, and then an end", async (options) => {
  for (const count of [0, 3, 500, 1200]) {
    const { client } = serverOf(count);
    expect(await idsOf(client, options)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  }
});

test("the whole library is gone through behind the last track, a search by its place", async () => {
  const whole = serverOf(1200);
  await idsOf(whole.client, {});
  expect(whole.asked.map(({ offset, after }) => [offset, after])).toEqual([
    [0, undefined],
    [0, 500],
    [0, 1000],
  ]);
  const search = serverOf(1200);
  await idsOf(search.client, { query: "love" });
  expect(search.asked.map(({ offset, after }) => [offset, after])).toEqual([
    [0, undefined],
    [500, undefined],
    [1000, undefined],
  ]);
});
