import { z } from 'zod';
import { Remedy } from './remedy.ts';
import { Told } from './told.ts';

/** The pages of the first run, in their order. `login-item` (start when the person logs in) only where the host can. */
export const SetupStepName = z.enum(['network', 'gateway', 'subscriptions', 'login-item']);
export type SetupStepName = z.infer<typeof SetupStepName>;

/** One live check of a step, in words for a person. */
export const SetupCheck = z.object({
  /** `account`: somebody is signed in. `chain`: the registry can be read. `tee`: one is attested. `answer`: a real
   * request came back verified. `token`: the provider takes a subscription's token. */
  name: z.enum(['account', 'chain', 'tee', 'answer', 'gateway', 'token', 'agent', 'login-item']),
  /** What is checked: host, gateway, subscription or agent. Never a secret. */
  about: z.string(),
  /** `waiting`: for a check before it. */
  state: z.enum(['waiting', 'checking', 'ok', 'failed']),
  /** While it is checked: what happens now. Then: what came out. */
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  /** What the person can do, also while it is checked, such as a command for the gateway's computer. */
  remedy: Remedy.nullable(),
});
export type SetupCheck = z.infer<typeof SetupCheck>;

/** One step. Times are milliseconds since the epoch. */
export const SetupStep = z.object({
  name: SetupStepName,
  /** `open`: nothing was chosen or checked yet. */
  state: z.enum(['open', 'checking', 'ok', 'failed', 'skipped']),
  sentence: z.string(),
  /** Of the check that failed or waits for the person. */
  remedy: Remedy.nullable(),
  /** Whether `setupSkip` leaves it out. */
  canSkip: z.boolean(),
  /** In the order in which they are made; empty before the first. */
  checks: z.array(SetupCheck),
  /** When the running check began and when it is given up; null when none runs. */
  checking: z.object({ startedAt: z.number(), endsAt: z.number() }).nullable(),
});
export type SetupStep = z.infer<typeof SetupStep>;

/** What a network of one's own is made of. What may be secret in it (paths, queries, the relay's token) is not shown. */
const OwnNetworkShown = z.object({
  rpcHosts: z.array(z.string()),
  registryAddress: z.string(),
  relayHost: z.string(),
  chainId: z.number().nullable(),
});

/** What the person chose so far; a failed check leaves it. */
export const SetupChoices = z.object({
  network: z.enum(['account', 'own', 'sandbox']).nullable(),
  /** Set when the network is one's own. */
  own: OwnNetworkShown.nullable(),
  /** `found`: the one of this computer. `sandbox`: the sandbox's. `named`: one of the settings, see `gatewayName`. */
  gateway: z.enum(['found', 'sandbox', 'named']).nullable(),
  gatewayName: z.string().nullable(),
});
export type SetupChoices = z.infer<typeof SetupChoices>;

/** What was found on this computer and may be chosen with one click. */
export const SetupFound = z.object({
  /** The gateway that OpenClaw here is set up for. */
  gateway: z
    .object({
      /** Host and port. */
      host: z.string(),
      /** Where that was read: a path, or OpenClaw's environment. */
      origin: z.string(),
      /** Whether its token or password was found with it. */
      hasSecret: z.boolean(),
      /** What could not be read, as sentences. */
      notes: z.array(z.string()),
    })
    .nullable(),
  /** A session of og-veil that can be taken over with `importVeilSession`. */
  veilSession: z.object({ path: z.string() }).nullable(),
  /** Agent servers that answer on this computer and are not configured yet; add one with `addAgent`. */
  agentServers: z.array(z.object({ url: z.string() })),
  /** Whether the sandbox's own gateway can be chosen now. */
  sandboxGateway: z.boolean(),
});
export type SetupFound = z.infer<typeof SetupFound>;

/** The first run. Times are milliseconds since the epoch. */
export const SetupStatus = z.object({
  /** Whether a window should open with it. False once finished, put off for this run, or never needed. */
  needed: z.boolean(),
  /** `none`: not begun, and not needed unless asked for. `later`: asked again at the next start. */
  phase: z.enum(['none', 'under-way', 'later', 'finished']),
  /** The page to show; the last one when finished. */
  step: SetupStepName,
  steps: z.array(SetupStep),
  choices: SetupChoices,
  found: SetupFound,
  /** Set while another network is opened in place of the one in use, as a sentence. */
  switching: z.string().nullable(),
  /** Null where the host cannot start with the person's session. */
  loginItem: z.object({ isOn: z.boolean() }).nullable(),
  finishedAt: z.number().nullable(),
});
export type SetupStatus = z.infer<typeof SetupStatus>;

const Address = z.string().max(2_048);

/** A network as `setupChooseNetwork` takes it. The relay's token is stored before, with `setSecret` as `relay.token`. */
export const SetupNetworkChoice = z.discriminatedUnion('kind', [
  /** What an account says of its network; whoever is not signed in signs in with `login`, which the check waits for. */
  z.object({ kind: z.literal('account') }),
  z.object({
    kind: z.literal('own'),
    rpcUrls: z.array(Address).min(1).max(16),
    registryAddress: z.string().max(100),
    relayUrl: Address,
    /** That the chain has to report; absent: not checked. */
    chainId: z.number().optional(),
  }),
  z.object({ kind: z.literal('sandbox') }),
]);
export type SetupNetworkChoice = z.infer<typeof SetupNetworkChoice>;

/** A gateway as `setupChooseGateway` takes it. Its secrets are stored before, with `setSecret` as
 * `gateway.<id>.token`, `.password` or `.setup`; the id of a name is its small letters and digits, joined by hyphens. */
export const SetupGatewayChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found') }),
  z.object({ kind: z.literal('sandbox') }),
  /** One of the settings. */
  z.object({ kind: z.literal('named'), name: z.string().min(1).max(100) }),
  /** A new one; it takes the place of one that this first run added before. The name's default is host and port. */
  z.object({
    kind: z.literal('url'),
    name: z.string().min(1).max(100).optional(),
    url: Address,
    tlsFingerprint: z.string().max(200).optional(),
  }),
]);
export type SetupGatewayChoice = z.infer<typeof SetupGatewayChoice>;

/** Commands of the first run. All answer at once; what a check finds is in the snapshot. */
export const SETUP_COMMANDS = [
  /** Begins, or goes on where it was left; after a finished one begins anew. `reset`: forgets what was chosen there;
   * settings, accounts, gateways and subscriptions stay until something else is chosen. */
  z.object({ name: z.literal('setupStart'), reset: z.boolean().optional() }),
  /** Writes the choice to the settings, opens that network in place of the one in use, and checks it. */
  z.object({ name: z.literal('setupChooseNetwork'), network: SetupNetworkChoice }),
  z.object({ name: z.literal('setupChooseGateway'), gateway: SetupGatewayChoice }),
  /** Checks the present step again, or another one. In the step `subscriptions`: what was added by then. */
  z.object({ name: z.literal('setupCheck'), step: SetupStepName.optional() }),
  /** Ends the running check; what was chosen stays. */
  z.object({ name: z.literal('setupCancel') }),
  /** Goes on to the next step; from the last one finishes. `anyway`: also after a check that failed or was cancelled. */
  z.object({ name: z.literal('setupNext'), anyway: z.boolean().optional() }),
  z.object({ name: z.literal('setupBack') }),
  /** Leaves the present step out. */
  z.object({ name: z.literal('setupSkip') }),
  /** Puts it off to the next start. */
  z.object({ name: z.literal('setupLater') }),
  /** Ends it where it is; it does not come again by itself. */
  z.object({ name: z.literal('setupFinish') }),
  z.object({ name: z.literal('setupLoginItem'), isOn: z.boolean() }),
] as const;

export type SetupCommand = z.infer<(typeof SETUP_COMMANDS)[number]>;

const NAMES: ReadonlySet<string> = new Set(SETUP_COMMANDS.map(command => command.shape.name.value));

/** Whether a command is one of the first run. */
export function isSetupCommand(command: { readonly name: string }): command is SetupCommand {
  return NAMES.has(command.name);
}
