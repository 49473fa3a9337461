import { GATEWAY_CLIENT_IDS, GATEWAY_CLIENT_MODES } from '@openclaw/gateway-protocol/client-info';
import { z } from 'zod';

const text = z.string().min(1);
const texts = z.array(text);

/** `connect` of protocol 4, closed as the gateway closes it: one extra key anywhere and it is refused. */
const CONNECT = z.strictObject({
  minProtocol: z.int().min(1),
  maxProtocol: z.int().min(1),
  client: z.strictObject({
    id: z.enum(GATEWAY_CLIENT_IDS),
    mode: z.enum(GATEWAY_CLIENT_MODES),
    version: text,
    platform: text,
    displayName: text.optional(),
    deviceFamily: text.optional(),
    modelIdentifier: text.optional(),
    instanceId: text.optional(),
    buildId: text.max(96).optional(),
    timeZone: text.max(64).optional(),
  }),
  role: text.optional(),
  scopes: texts.optional(),
  caps: texts.optional(),
  auth: z
    .strictObject({
      token: z.string().optional(),
      password: z.string().optional(),
      deviceToken: z.string().optional(),
      bootstrapToken: z.string().optional(),
      approvalRuntimeToken: z.string().optional(),
      agentRuntimeIdentityToken: z.string().optional(),
    })
    .optional(),
  device: z
    .strictObject({
      id: text,
      publicKey: text,
      signature: text,
      signedAt: z.int().min(0),
      nonce: text,
    })
    .optional(),
  locale: z.string().optional(),
  userAgent: z.string().optional(),
  pathEnv: z.string().optional(),
  permissions: z.record(z.string(), z.boolean()).optional(),
  commands: texts.optional(),
  computerUse: z.unknown().optional(),
  workerRuns: z.unknown().optional(),
});

/** The parameters of `connect`. */
export type ConnectParams = z.infer<typeof CONNECT>;

/** What one `connect` proves its device with. */
export type DeviceProof = NonNullable<ConnectParams['device']>;

/** Reads the parameters of `connect`. Never throws; see `complaint` for the error. */
export function readConnectParams(params: unknown): z.ZodSafeParseResult<ConnectParams> {
  return CONNECT.safeParse(params);
}
