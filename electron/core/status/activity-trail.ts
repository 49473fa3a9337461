import { type ActivityEntry, type ActivityStep, type DomainEvent, isClientsMistake } from '../../contract/index.ts';
import { activityLine } from './activity-table.ts';
import { toldEvent } from './told-event.ts';

type EventType = DomainEvent['type'];
type Gate = ActivityEntry['gate'];

/** Events remembered for their part in what comes of them. */
const MAX_EVENTS = 400;
const MAX_STEPS = 20;
/** What is older led to something else. */
const REACH_MS = 120_000;
/** The reading that shows a change is acted on at once; an earlier one was a matter of routine. */
const READING_REACH_MS = 2_000;

/** Which gate a step belongs to. Answers and readings of the registry that say nothing new are no steps. */
const STEPS: Readonly<Partial<Record<EventType, Gate>>> = {
  registryFailed: 'tee',
  registryUnreachable: 'tee',
  registryRecovered: 'tee',
  registryDisagreement: 'tee',
  registryEmpty: 'tee',
  registryRead: 'tee',
  teeQuarantined: 'tee',
  teeReleased: 'tee',
  teeAlarm: 'tee',
  teeRotationRefused: 'tee',
  answerRefused: 'tee',
  requestFailed: 'tee',
  gatewayTransition: 'gateway',
  gatewayApprovalNeeded: 'gateway',
  gatewayApproved: 'gateway',
  gatewayRestarted: 'gateway',
  agentProviderFailed: 'gateway',
  tokenInvalid: 'subscriptions',
  headroomLow: 'subscriptions',
  agentLost: 'subscriptions',
  agentBack: 'subscriptions',
  sharedStateLost: 'subscriptions',
  sharedStateRestored: 'subscriptions',
  subscriptionReplaced: 'subscriptions',
  subscriptionRemoved: 'subscriptions',
};

/** What steps lead to, by gate. One of them ends the chain that the next one begins with. */
const ENDS: Readonly<Partial<Record<EventType, Gate>>> = {
  teeSelected: 'tee',
  teeSwitched: 'tee',
  teeSelectionFailed: 'tee',
  gatewayStateChanged: 'gateway',
  gatewaySwitched: 'gateway',
  subscriptionSwitched: 'subscriptions',
  noAlternative: 'subscriptions',
};

/** Remembers what happened lately, to tell what led to an event. */
export class ActivityTrail {
  #events: DomainEvent[] = [];

  /** Remembers `event` if it can be a step or the end of a chain. */
  take(event: DomainEvent): void {
    if (STEPS[event.type] === undefined && ENDS[event.type] === undefined) return;
    this.#events.push(event);
    if (this.#events.length > 2 * MAX_EVENTS) this.#events = this.#events.slice(-MAX_EVENTS);
  }

  /** What led to `event`, which was taken last, and itself at the end; empty when nothing did. */
  stepsTo(event: DomainEvent, redact: (text: string) => string): ActivityStep[] {
    const events = [...this.#before(event).filter(isStep), event].slice(-MAX_STEPS);
    const [first] = events;
    if (first === undefined) return [];
    const steps = events.map(step => ({
      code: step.type,
      sentence: redact(sentenceOf(step)).slice(0, 500),
      event: toldEvent(step, redact),
      offsetMs: Math.max(0, step.at - first.at),
    }));
    // The connection takes several steps to what is one for a person.
    const told = steps.filter(({ sentence }, index) => sentence !== steps[index - 1]?.sentence);
    return told.length < 2 ? [] : told;
  }

  /** How many requests failed on the way to `event`; null when that was not its way. */
  lostBefore(event: DomainEvent): number | null {
    if (event.type !== 'teeSwitched') return null;
    return this.#before(event).filter(isFailure).length;
  }

  /** The events of its gate, and of its profile, since the last end of a chain. */
  #before(event: DomainEvent): readonly DomainEvent[] {
    const gate = ENDS[event.type];
    if (gate === undefined) return [];
    const found: DomainEvent[] = [];
    for (let at = this.#events.length - 1; at >= 0; at -= 1) {
      const earlier = this.#events[at];
      if (earlier === undefined || event.at - earlier.at > REACH_MS) break;
      if (earlier === event || !isOfOne(earlier, event)) continue;
      if (ENDS[earlier.type] === gate) break;
      if (STEPS[earlier.type] !== gate) continue;
      if (earlier.type === 'registryRead' && event.at - earlier.at > READING_REACH_MS) continue;
      found.unshift(earlier);
    }
    return found;
  }
}

function isStep(event: DomainEvent): boolean {
  return STEPS[event.type] !== undefined && sentenceOf(event) !== '';
}

/** Two gateways have a story each, and so have two agents. */
function isOfOne(a: DomainEvent, b: DomainEvent): boolean {
  if ('profile' in a && 'profile' in b && a.type !== 'gatewaySwitched' && b.type !== 'gatewaySwitched') {
    return a.profile === b.profile;
  }
  return 'agent' in a && 'agent' in b ? a.agent === b.agent : true;
}

function sentenceOf(event: DomainEvent): string {
  if (event.type === 'gatewayTransition') return event.sentence;
  if (event.type === 'registryFailed') return event.reason;
  return activityLine(event)?.sentence ?? '';
}

/** What a person's program got in place of an answer, unless it was its own mistake. */
function isFailure(event: DomainEvent): boolean {
  return event.type === 'answerRefused' || (event.type === 'requestFailed' && !isClientsMistake(event));
}
