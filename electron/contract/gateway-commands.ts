import { z } from 'zod';

const GatewayName = z.string().min(1).max(100);

/** What a person changes of a gateway. What is left out stays as it is. Secrets go to the secret store beside it. */
export const GatewayChange = z.object({
  /** Its secrets follow it. */
  name: GatewayName.optional(),
  url: z.string().max(2_048).optional(),
  /** Null: certificates are checked as usual. */
  tlsFingerprint: z.string().max(200).nullable().optional(),
  /** What it is asked to allow from the next sign-in on. */
  scopes: z.array(z.string().max(60)).min(1).max(10).optional(),
  /** Its place in the order of preference, from 1 on. */
  place: z.int().min(1).max(100).optional(),
});
export type GatewayChange = z.infer<typeof GatewayChange>;

/** Commands about the gateways that there are. */
export const GATEWAY_COMMANDS = [
  /** Changes a gateway of the settings; it is connected to anew when the way to it is another one. */
  z.object({ name: z.literal('editGateway'), profile: GatewayName, change: GatewayChange }),
  /** Ends the connection to a gateway (default: the one in use) and every attempt to make one, until `reconnectGateway`. */
  z.object({ name: z.literal('disconnectGateway'), profile: GatewayName.optional() }),
  /** Brings back a gateway that was removed since Gatehouse started, with its secrets. */
  z.object({ name: z.literal('restoreGateway'), profile: GatewayName }),
] as const;

export type GatewayCommand = z.infer<(typeof GATEWAY_COMMANDS)[number]>;

/** A gateway of the settings as a person may change it. Says which secrets there are, never what they are. */
export const GatewayProfileView = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  tlsFingerprint: z.string().nullable(),
  scopes: z.array(z.string()),
  /** In the order of preference, from 1 on. */
  place: z.number(),
  /** How many gateways the settings have. */
  placesTotal: z.number(),
  /** The names that its secrets are stored under. */
  secrets: z.object({ token: z.string(), password: z.string() }),
});
export type GatewayProfileView = z.infer<typeof GatewayProfileView>;

/** What the core says of an address as it is typed. The address itself is never repeated. */
export const GatewayAddressCheck = z.discriminatedUnion('ok', [
  /** `warning`: others on the way could read along. */
  z.object({ ok: z.literal(true), host: z.string(), warning: z.string().nullable() }),
  z.object({
    ok: z.literal(false),
    code: z.enum(['gateway_url_invalid', 'gateway_plaintext_refused', 'gateway_pin_invalid']),
    problem: z.string(),
    remedy: z.string().nullable(),
  }),
]);
export type GatewayAddressCheck = z.infer<typeof GatewayAddressCheck>;
