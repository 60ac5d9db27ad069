/** GET /services, PUT and DELETE /services/:id: the services outside, as one list. */
import { createRoute, z } from "@hono/zod-openapi";
import { DisconnectedSchema, ServiceChangeSchema, ServiceListSchema, ServiceSchema } from "../../contracts/services.ts";
import type { ServiceRegistry } from "../services/service-registry.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const ServiceParamSchema = z.object({
  service: z
    .string()
    .max(50)
    .openapi({ param: { name: "service", in: "path" }, example: "spotify" }),
});

const listServices = createRoute({
  method: "get",
  path: "/services",
  summary: "Every service that can be connected, and how it stands",
  responses: { 200: jsonAnswer("the services", ServiceListSchema), ...errorAnswers(503) },
});

const changeService = createRoute({
  method: "put",
  path: "/services/{service}",
  summary: "Change a service's settings",
  request: { params: ServiceParamSchema, body: jsonBody(ServiceChangeSchema) },
  responses: { 200: jsonAnswer("as it now stands", ServiceSchema), ...errorAnswers(400, 404, 409, 503, 507) },
});

const disconnectService = createRoute({
  method: "delete",
  path: "/services/{service}",
  summary: "Disconnect a service and delete everything of it",
  request: { params: ServiceParamSchema },
  responses: { 200: jsonAnswer("what was deleted", DisconnectedSchema), ...errorAnswers(404, 503) },
});

export function createServiceRoutes(registry: ServiceRegistry) {
  return createRouter()
    .openapi(listServices, async (context) => context.json({ services: await registry.list() }, 200))
    .openapi(changeService, async (context) => {
      const { settings } = context.req.valid("json");
      return context.json(await registry.configure(context.req.valid("param").service, settings), 200);
    })
    .openapi(disconnectService, async (context) =>
      context.json(await registry.disconnect(context.req.valid("param").service), 200),
    );
}
