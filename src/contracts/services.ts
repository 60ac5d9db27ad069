/** The services outside that music or knowledge of it can come from: what each can do, and how it stands. */
import { z } from "@hono/zod-openapi";
import { TimestampMsSchema } from "./common.ts";

export const SERVICE_IDS = ["spotify", "subsonic", "apple-music", "reccobeats", "lastfm"] as const;
export type ServiceId = (typeof SERVICE_IDS)[number];

export const ProblemSchema = z.object({ code: z.string(), message: z.string() });

export const ServiceStateSchema = z
  .object({
    cooldownUntilMs: TimestampMsSchema.nullable().openapi({ description: "it asked to be left alone until then" }),
    breaker: z.enum(["closed", "open", "half-open"]).openapi({ description: "open: it failed and is left alone" }),
    waiting: z.number().int().openapi({ description: "requests to it that have not ended" }),
    problem: ProblemSchema.nullable().openapi({ description: "why it does not work as it should, with the way out" }),
  })
  .openapi("ServiceState");
export type ServiceState = z.infer<typeof ServiceStateSchema>;

export const ServiceSchema = z
  .object({
    id: z.enum(SERVICE_IDS),
    name: z.string(),
    configured: z.boolean().openapi({ description: "it has what it needs before a listener can connect" }),
    connected: z.boolean(),
    connectedAtMs: TimestampMsSchema.nullable(),
    account: z.string().nullable().openapi({ description: "whose, in words; null where nobody is connected" }),
    capabilities: z.array(z.string()).openapi({ description: "as the source declares them" }),
    settings: z.record(z.string(), z.unknown()).openapi({ description: "what may be shown; secrets never are" }),
    fixedSettings: z.array(z.string()).openapi({ description: "settings that the server's environment decides" }),
    state: ServiceStateSchema,
  })
  .openapi("Service");
export type Service = z.infer<typeof ServiceSchema>;

export const ServiceListSchema = z.object({ services: z.array(ServiceSchema) }).openapi("ServiceList");

/** Each service says itself what it takes; null takes a setting away. */
export const ServiceChangeSchema = z
  .object({ settings: z.record(z.string().max(100), z.unknown()) })
  .strict()
  .openapi("ServiceChange");

export const DisconnectedSchema = z
  .object({
    deleted: z.record(z.string(), z.number().int()).openapi({
      description: "how many of each kind were deleted",
      example: { connections: 1, cachedAnswers: 12 },
    }),
  })
  .openapi("Disconnected");
export type Disconnected = z.infer<typeof DisconnectedSchema>;
