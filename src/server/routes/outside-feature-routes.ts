/** /outside-features: which providers of moods are on, and the run that asks them. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  CurrentFeatureFetchSchema,
  FeatureFetchSchema,
  FeatureProviderIdSchema,
  FeatureProviderListSchema,
  FeatureProviderSchema,
  FeatureProviderSettingsSchema,
} from "../../contracts/outside-features.ts";
import type { FeatureService } from "../services/outside-features/feature-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const ProviderParamSchema = z.object({
  provider: FeatureProviderIdSchema.openapi({ param: { name: "provider", in: "path" } }),
});

const listProviders = createRoute({
  method: "get",
  path: "/outside-features",
  summary: "Who can be asked for the mood of tracks whose sound was not measured here",
  responses: { 200: jsonAnswer("the providers", FeatureProviderListSchema), ...errorAnswers(503) },
});

const configure = createRoute({
  method: "put",
  path: "/outside-features/{provider}",
  summary: "Switch a provider on or off; off forgets all that it said",
  request: { params: ProviderParamSchema, body: jsonBody(FeatureProviderSettingsSchema) },
  responses: { 200: jsonAnswer("as it now stands", FeatureProviderSchema), ...errorAnswers(400, 503, 507) },
});

const startFetch = createRoute({
  method: "post",
  path: "/outside-features/fetches",
  summary: "Ask the providers that are on about every track that needs it",
  responses: { 202: jsonAnswer("it has begun", FeatureFetchSchema), ...errorAnswers(409, 503) },
});

const currentFetch = createRoute({
  method: "get",
  path: "/outside-features/fetches/current",
  summary: "The run that is under way, else the last one since the start",
  responses: { 200: jsonAnswer("the run", CurrentFeatureFetchSchema), ...errorAnswers(503) },
});

const cancelFetch = createRoute({
  method: "post",
  path: "/outside-features/fetches/current/cancel",
  summary: "Stop asking; what was found stays",
  responses: { 200: jsonAnswer("stopped", FeatureFetchSchema), ...errorAnswers(409, 503) },
});

export function createOutsideFeatureRoutes(features: FeatureService) {
  return createRouter()
    .openapi(listProviders, async (context) => context.json({ providers: await features.providers() }, 200))
    .openapi(configure, async (context) => {
      const { provider } = context.req.valid("param");
      return context.json(await features.configure(provider, context.req.valid("json")), 200);
    })
    .openapi(startFetch, async (context) => context.json(await features.start(), 202))
    .openapi(currentFetch, async (context) => context.json({ fetch: features.current() }, 200))
    .openapi(cancelFetch, async (context) => context.json(await features.cancel(), 200));
}
