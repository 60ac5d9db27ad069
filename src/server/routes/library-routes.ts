/** The music folder and its scan: /library/folder and /library/scans; the event stream is in library-event-routes.ts. */
import { createRoute } from "@hono/zod-openapi";
import { CurrentScanSchema, LibraryFolderSchema, NewLibraryFolderSchema, ScanSchema } from "../../contracts/library.ts";
import type { LibraryFolderService } from "../services/library-folder.ts";
import type { ScanService } from "../services/scan-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const getFolder = createRoute({
  method: "get",
  path: "/library/folder",
  summary: "The music folder",
  responses: { 200: jsonAnswer("the folder", LibraryFolderSchema), ...errorAnswers(503) },
});

const setFolder = createRoute({
  method: "put",
  path: "/library/folder",
  summary: "Choose the music folder; a scan of another folder stops, one of this is started separately",
  request: { body: jsonBody(NewLibraryFolderSchema) },
  responses: { 200: jsonAnswer("chosen", LibraryFolderSchema), ...errorAnswers(400, 409, 503, 507) },
});

const startScan = createRoute({
  method: "post",
  path: "/library/scans",
  summary: "Scan the music folder",
  responses: { 202: jsonAnswer("started", ScanSchema), ...errorAnswers(409, 503, 507) },
});

const currentScan = createRoute({
  method: "get",
  path: "/library/scans/current",
  summary: "The scan that runs, else the last one",
  responses: { 200: jsonAnswer("the scan, null when there never was one", CurrentScanSchema), ...errorAnswers(503) },
});

const cancelScan = createRoute({
  method: "post",
  path: "/library/scans/current/cancel",
  summary: "Stop the scan; what it finished stays",
  responses: { 200: jsonAnswer("stopped", ScanSchema), ...errorAnswers(409, 503) },
});

export function createLibraryRoutes(folder: LibraryFolderService, scans: ScanService) {
  return createRouter()
    .openapi(getFolder, async (context) => context.json(await folder.get(), 200))
    .openapi(setFolder, async (context) => {
      const chosen = await folder.set(context.req.valid("json").folder);
      await scans.leaveOtherFolders(chosen.folder);
      return context.json(chosen, 200);
    })
    .openapi(startScan, async (context) => context.json(await scans.start(), 202))
    .openapi(currentScan, async (context) => context.json({ scan: await scans.current() }, 200))
    .openapi(cancelScan, async (context) => context.json(await scans.cancel(), 200));
}
