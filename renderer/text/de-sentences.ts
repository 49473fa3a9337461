import type { GatewayReason, Health, StatusSnapshot } from '../../electron/contract/index.ts';
import { activityLine } from './de-activity-lines.ts';
import { errorRemedy, errorSentence } from './de-errors.ts';
import { gatewayTold } from './de-gateway-told.ts';
import { remedyText } from './de-remedies.ts';
import { assignmentCause as deAssignment, teeCause as deTee } from './de-states.ts';
import { STORAGE_HEADLINES, storageSentence } from './de-storage.ts';
import { toldSentence } from './de-told.ts';
import { updateRemedy, updateSentence } from './de-update-sentences.ts';
import { assignmentCause as enAssignment, teeCause as enTee } from './en-states.ts';
import type { SentenceKit, Sentences } from './sentences.ts';

type Gateway = NonNullable<StatusSnapshot['gateway']>;
type Tee = StatusSnapshot['tee'];

const RANK: readonly Health[] = ['broken', 'needs-you', 'working', 'well'];

const PAUSED = 'Gatehouse pausiert.';

const GATES: Readonly<Record<'gateway' | 'inference' | 'subscriptions', Readonly<Record<Health, string>>>> = {
  gateway: {
    well: 'Das Gateway ist offen.',
    working: 'Das Gateway öffnet sich.',
    'needs-you': 'Beim Gateway ist etwas zu tun.',
    broken: 'Das Gateway ist zu.',
    paused: PAUSED,
  },
  inference: {
    well: 'Private Inferenz ist offen.',
    working: 'Private Inferenz öffnet sich.',
    'needs-you': 'Bei privater Inferenz ist etwas zu tun.',
    broken: 'Private Inferenz ist zu.',
    paused: PAUSED,
  },
  subscriptions: {
    well: 'Die Abos sind offen.',
    working: 'Die Abos wechseln.',
    'needs-you': 'Bei den Abos ist etwas zu tun.',
    broken: 'Die Abos sind zu.',
    paused: PAUSED,
  },
};

/** What is true of all gates, two or three of them. */
const ALL: Readonly<Record<Health, (count: number) => string>> = {
  well: count => `${count === 2 ? 'Beide' : 'Alle drei'} Tore sind offen.`,
  working: count => `${count === 2 ? 'Beide' : 'Alle drei'} Tore öffnen sich.`,
  'needs-you': count => `An ${count === 2 ? 'beiden' : 'allen drei'} Toren ist etwas zu tun.`,
  broken: count => `${count === 2 ? 'Beide' : 'Alle drei'} Tore sind zu.`,
  paused: () => PAUSED,
};

type GateName = keyof typeof GATES;

const NAMES: Readonly<Record<GateName, string>> = {
  gateway: 'das Gateway',
  inference: 'private Inferenz',
  subscriptions: 'die Abos',
};

/** Of two gates that stand alike while a third does not. */
function bothSentence(one: GateName, other: GateName, health: Health): string {
  if (health === 'needs-you') return 'An zwei Toren ist etwas zu tun.';
  const both = `${NAMES[one]} und ${NAMES[other]}`;
  const state = { well: 'sind offen', working: 'öffnen sich', broken: 'sind zu', paused: 'pausieren' }[health];
  return `${both.charAt(0).toUpperCase()}${both.slice(1)} ${state}.`;
}

function worst(healths: readonly Health[]): Health {
  return RANK.find(health => healths.includes(health)) ?? 'well';
}

function safeModeSentence({ cause, crashes, reason, lostSettings }: NonNullable<StatusSnapshot['safeMode']>): string {
  if (cause === 'asked') return 'Abgesicherter Modus, wie beim Start verlangt.';
  if (cause === 'settings') {
    const where = lostSettings === undefined ? '' : ` und liegt jetzt unter ${lostSettings.keptFile}`;
    return `Abgesicherter Modus: Die Einstellungsdatei war beschädigt${where}. Ohne sie ist kein Netz eingestellt.`;
  }
  const why = reason === null ? '' : ` (${reason.replace(/\.$/, '')})`;
  return `Abgesicherter Modus: Gatehouse wurde in 10 Minuten ${crashes}-mal unerwartet beendet${why}.`;
}

function headline(snapshot: StatusSnapshot): string {
  if (snapshot.safeMode !== null) return safeModeSentence(snapshot.safeMode);
  const { storage } = snapshot;
  return storage === undefined
    ? gatesHeadline(snapshot)
    : `${gatesHeadline(snapshot)} ${STORAGE_HEADLINES[storage.cause]}`;
}

function gatesHeadline(snapshot: StatusSnapshot): string {
  if (snapshot.health === 'paused') return PAUSED;
  const { gateway, account, tee, proxy, subscriptions } = snapshot;
  const needsLogin = account.requestsUse === 'account' || account.requestsUse === 'nothing';
  const endpoint: Health =
    proxy.state === 'listening'
      ? 'well'
      : proxy.state === 'port-busy'
        ? 'needs-you'
        : proxy.state === 'failed'
          ? 'broken'
          : 'working';
  const gates: { name: GateName; health: Health }[] = [
    ...(gateway === null ? [] : [{ name: 'gateway' as const, health: gateway.health }]),
    { name: 'inference', health: worst([...(needsLogin ? [account.health] : []), tee.health, endpoint]) },
    ...(subscriptions.state === 'not-configured'
      ? []
      : [{ name: 'subscriptions' as const, health: subscriptions.health }]),
  ];
  if (snapshot.offline !== undefined) {
    const { gates: waiting } = snapshot.offline;
    const others = gates.filter(({ name }) => !waiting.includes(name === 'inference' ? 'tee' : name));
    return ['Dieser Rechner ist offline.', ...others.map(({ name, health }) => GATES[name][health])].join(' ');
  }
  const [first] = gates;
  if (gates.length > 1 && gates.every(({ health }) => health === first?.health)) {
    return ALL[first?.health ?? 'well'](gates.length);
  }
  const said = RANK.flatMap(health => {
    const names = gates.flatMap(gate => (gate.health === health ? [gate.name] : []));
    const [one, other] = names;
    if (one === undefined) return [];
    return other === undefined ? GATES[one][health] : bothSentence(one, other, health);
  });
  return said.join(' ');
}

function gateway(status: Gateway, { formats, now }: SentenceKit): string | undefined {
  const { state, profile, host, attempt, since, connectedAt, nextAttemptAt, scopes, reason, remedy } = status;
  const told = { missing: scopes.missing, ...status.told };
  const why = gatewayTold(reason, { profile, host }, told);
  switch (state) {
    case 'connecting':
      return `Verbindet mit ${profile}, Versuch ${formats.number(Math.max(attempt, 1))}.`;
    case 'ready':
      return why ?? `Verbunden mit ${profile} seit ${formats.time(connectedAt ?? since, now)}.`;
    case 'unreachable': {
      const next = nextAttemptAt === null ? '' : ` Nächster Versuch um ${formats.exactTime(nextAttemptAt, now)}.`;
      const away = formats.duration(now - since);
      return why === undefined || reason === 'unreachable'
        ? `Keine Antwort von ${host} seit ${away}.${next}`
        : `${why} Keine Verbindung seit ${away}.${next}`;
    }
    case 'stopped':
      return `${profile} wurde um ${formats.time(since, now)} von seinem Betreiber angehalten.`;
    case 'offline':
      return `${profile} wird wieder verbunden, sobald dieser Rechner online ist.`;
    case 'disconnected':
      return `${profile} wurde von Hand getrennt und bleibt es, bis es wieder verbunden wird.`;
    case 'idle':
      return remedy?.code === 'resume_or_connect'
        ? 'Nicht verbunden, weil Gatehouse pausiert: Nach der Pause wird wieder verbunden.'
        : 'Läuft nicht.';
    default:
      return why ?? gatewayTold(BY_STATE[state], { profile, host }, told);
  }
}

/** What a state means where no reason is known. */
const BY_STATE: Readonly<
  Record<
    Exclude<Gateway['state'], 'connecting' | 'ready' | 'unreachable' | 'stopped' | 'disconnected' | 'idle' | 'offline'>,
    GatewayReason
  >
> = {
  starting: 'starting',
  limited: 'limited',
  'waiting-for-approval': 'pairing',
  restarting: 'restarting',
  suspended: 'suspending',
  refused: 'unauthorized',
};

function tee(status: Tee, { formats, now }: SentenceKit): string | undefined {
  const { state, since, current, registry, told } = status;
  switch (state) {
    case 'choosing':
    case 'rotating':
      return 'Eine andere TEE wird gesucht. Anfragen, die unterwegs sind, laufen weiter.';
    case 'attested':
      if (told !== undefined) return toldSentence(told, { formats, now });
      return current === null
        ? undefined
        : `Anfragen werden für ${current.teeId} versiegelt, seit ${formats.time(since, now)}.`;
    case 'chain-unreachable': {
      if (current === null || registry.lastReadAt === null) return told && toldSentence(told, { formats, now });
      return `Die Registry wurde zuletzt vor ${formats.duration(now - registry.lastReadAt)} gelesen. ${current.teeId} bleibt.`;
    }
    case 'no-usable-tee':
      return `${formats.number(registry.listedTotal)} in der Registry, keine nutzbar. Anfragen werden abgelehnt, bis eine es ist.`;
    case 'offline': {
      const kept = current === null ? '' : ` ${current.teeId} bleibt.`;
      return `Anfragen werden abgelehnt, bis dieser Rechner online ist.${kept}`;
    }
    case 'not-configured':
      return (told && toldSentence(told, { formats, now })) ?? 'Keine Registry ist eingestellt.';
    case 'idle':
      return 'Läuft nicht.';
  }
}

/** German. */
export const sentences: Sentences = {
  headline,
  storage: ({ cause, path }) => storageSentence(cause, path),
  gateway,
  tee,
  subscriptions: (status, { formats, now }) => {
    const { state, usableTotal, subscriptionsTotal, assignedTotal, nextReturnAt, told } = status;
    const [usable, all, agents] = [usableTotal, subscriptionsTotal, assignedTotal].map(count => formats.number(count));
    if (state === 'usable') {
      const work = assignedTotal === 1 ? '1 Agent arbeitet' : `${agents} Agenten arbeiten`;
      return `${usable} von ${all} Abos sind nutzbar; ${work} damit.`;
    }
    if (told !== undefined) return toldSentence(told, { formats, now });
    if (state !== 'none-usable') return undefined;
    const back = nextReturnAt === null ? '' : `, das erste ist um ${formats.comingTime(nextReturnAt, now)} zurück`;
    return `Alle ${all} sind begrenzt oder abgelehnt${back}.`;
  },
  subscription: ({ state }) => {
    if (state === 'refused') return 'Der Anbieter hat dieses Token abgelehnt.';
    return state === 'token-missing' ? 'Sein Token fehlt.' : undefined;
  },
  account: ({ state, active, told }, kit) => {
    const name = active?.email ?? null;
    if (state === 'none') return 'Niemand ist angemeldet.';
    if (name === null) return told && toldSentence(told, kit);
    if (state === 'signed-in') return `${name} ist angemeldet.`;
    if (state === 'signed-out') return `${name} wurde abgemeldet.`;
    return told && toldSentence(told, kit);
  },
  proxy: ({ state, endpoint, told }, kit) => {
    if (state === 'listening') return endpoint === null ? undefined : `Lauscht auf ${endpoint}.`;
    if (state === 'starting') return 'Der Endpunkt startet.';
    return told && toldSentence(told, kit);
  },
  updates: updateSentence,
  updatesRemedy: updateRemedy,
  cause: cause => wordOf(cause, enTee, deTee) ?? wordOf(cause, enAssignment, deAssignment),
  activity: activityLine,
  error: errorSentence,
  errorRemedy,
  told: toldSentence,
  remedy: remedyText,
};

function wordOf(
  word: string,
  english: Readonly<Record<string, string>>,
  german: Readonly<Record<string, string>>,
): string | undefined {
  const key = Object.keys(english).find(candidate => english[candidate] === word);
  return key === undefined ? undefined : german[key];
}
