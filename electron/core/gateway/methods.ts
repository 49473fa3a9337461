import type {
  ChannelsStatusParams,
  ChannelsStatusResult,
  ModelsAuthStatusParams,
  ModelsListParams,
  ModelsListResult,
  PresenceEntry,
  ScopeUpgradeRegistration,
  ScopeUpgradeRequest,
  ScopeUpgradeResult,
  ScopeUpgradeWait,
  SessionsListParams,
} from '@openclaw/gateway-protocol';

type None = Readonly<Record<string, never>>;

/**
 * Parameters and results of the methods that Gatehouse uses, as `@openclaw/gateway-protocol` 2026.9.1 describes them;
 * `unknown` where it describes none. A result says what to look for and not what came: it is foreign, and is read field
 * by field all the same.
 *
 * Methods that change a session (`chat.send`, `agent`, `sessions.*` that write) take an `idempotencyKey` in their
 * parameters. Whoever calls one makes the key once for each intent of a person and uses it for every repetition; the
 * client itself repeats nothing that is not declared `idempotent`.
 */
export interface GatewayMethods {
  readonly health: { readonly params: { readonly probe?: boolean }; readonly result: unknown };
  readonly 'system-presence': { readonly params: None; readonly result: readonly PresenceEntry[] };
  readonly 'sessions.subscribe': { readonly params: None; readonly result: { readonly subscribed?: boolean } };
  readonly 'sessions.list': { readonly params: SessionsListParams; readonly result: unknown };
  readonly 'channels.status': { readonly params: ChannelsStatusParams; readonly result: ChannelsStatusResult };
  readonly 'exec.approval.list': { readonly params: None; readonly result: readonly unknown[] };
  readonly 'last-heartbeat': { readonly params: None; readonly result: unknown };
  readonly 'models.list': { readonly params: ModelsListParams; readonly result: ModelsListResult };
  readonly 'models.authStatus': { readonly params: ModelsAuthStatusParams; readonly result: unknown };
  readonly 'usage.status': { readonly params: None; readonly result: unknown };
  readonly 'device.scopes.requestUpgrade': {
    readonly params: ScopeUpgradeRequest;
    readonly result: ScopeUpgradeRegistration;
  };
  readonly 'device.scopes.waitUpgrade': { readonly params: ScopeUpgradeWait; readonly result: ScopeUpgradeResult };
  readonly 'gateway.restart.preflight': { readonly params: None; readonly result: unknown };
  readonly 'gateway.restart.request': {
    readonly params: { readonly reason?: string; readonly skipDeferral?: boolean };
    readonly result: unknown;
  };
}

export type GatewayMethod = keyof GatewayMethods;

/** What `request` takes for a method; anything for those that are not listed. */
export type ParamsOf<Method extends string> = Method extends GatewayMethod ? GatewayMethods[Method]['params'] : unknown;

/** What `request` answers with. */
export type ResultOf<Method extends string> = Method extends GatewayMethod ? GatewayMethods[Method]['result'] : unknown;
