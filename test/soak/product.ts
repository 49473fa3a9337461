import type { EmitEvent } from '../../electron/contract/index.ts';
import { type Logger, SystemClock } from '../../electron/core/platform/index.ts';
import {
  createModels,
  InferenceService,
  ProxyServer,
  RelayClient,
  type TeeProvider,
} from '../../electron/core/proxy/index.ts';
import type { Sandbox } from '../../electron/sandbox/index.ts';
import { ATTESTED } from '../helpers/running-proxy.ts';

/** The product's proxy in front of a sandbox. */
export interface Product {
  /** What a client has as its base URL. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts everything between the local endpoint and the relay, in the strict mode, on a free port. */
export async function startProduct(
  sandbox: Sandbox,
  tees: TeeProvider,
  { logger, emit }: { readonly logger: Logger; readonly emit: EmitEvent },
): Promise<Product> {
  const clock = new SystemClock();
  const relay = new RelayClient({ url: sandbox.relayUrl, auth: { bearer: async () => sandbox.bearerToken }, clock });
  const receipts = { append: async (): Promise<void> => undefined };
  const service = new InferenceService({ tees, relay, receipts, clock, logger, emit, sandbox: true });
  const server = new ProxyServer({
    service,
    models: createModels(),
    health: { signedIn: async () => true, tee: () => ATTESTED },
    clock,
    logger,
    emit,
    port: 0,
    verification: 'strict',
    sandbox: true,
  });
  await server.start(new AbortController().signal);
  return {
    endpoint: server.snapshot().endpoint ?? '',
    stop: async () => {
      await server.stop();
      await relay.close();
    },
  };
}
