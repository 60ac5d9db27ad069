/** Moods of tracks whose sound was not measured here, asked of ReccoBeats or Last.fm where the listener switched that on. */
import { z } from "@hono/zod-openapi";
import { TimestampMsSchema } from "./common.ts";

export const FEATURE_PROVIDERS = ["reccobeats", "lastfm"] as const;
export const FeatureProviderIdSchema = z.enum(FEATURE_PROVIDERS);
export type FeatureProviderId = z.infer<typeof FeatureProviderIdSchema>;

export const FeatureProviderSchema = z
  .object({
    id: FeatureProviderIdSchema,
    name: z.string(),
    on: z.boolean(),
    needsKey: z.boolean(),
    hasKey: z.boolean(),
    told: z.string().openapi({ description: "what it learns about the listener's library, in a sentence" }),
    tracks: z.number().int().openapi({ description: "tracks whose mood comes from here at present" }),
    cooldownUntilMs: TimestampMsSchema.nullable(),
  })
  .openapi("FeatureProvider");
export type FeatureProvider = z.infer<typeof FeatureProviderSchema>;

export const FeatureProviderListSchema = z
  .object({ providers: z.array(FeatureProviderSchema) })
  .openapi("FeatureProviderList");

export const FeatureProviderSettingsSchema = z
  .object({
    on: z.boolean(),
    apiKey: z.string().trim().min(1).max(200).optional().openapi({ description: "kept encrypted, never shown again" }),
  })
  .strict()
  .openapi("FeatureProviderSettings");
export type FeatureProviderSettings = z.infer<typeof FeatureProviderSettingsSchema>;

export const FeatureFetchSchema = z
  .object({
    state: z.enum(["running", "completed", "cancelled", "failed"]),
    total: z.number().int(),
    done: z.number().int(),
    found: z.number().int(),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi("FeatureFetch");
export type FeatureFetch = z.infer<typeof FeatureFetchSchema>;

export const CurrentFeatureFetchSchema = z
  .object({ fetch: z.union([FeatureFetchSchema, z.null()]) })
  .openapi("CurrentFeatureFetch");
