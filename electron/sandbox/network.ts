import { type Hex, keccak256, toHex } from 'viem';
import { createOhttpKeyPair, type OhttpKeyPair } from '../core/ohttp/index.ts';
import type { Clock } from '../core/platform/index.ts';
import { SandboxEnclave } from './enclave.ts';
import { createEnclaveKeys, type EnclaveKeys } from './enclave-keys.ts';
import { type RegisteredOhttpConfig, RegistryState } from './registry-state.ts';
import type { SeededRandom } from './seeded-random.ts';

const PCR_LENGTH = 48;
/** Enclaves take turns between this many builds, so that a build pin has something to leave out. */
const BUILDS = 2;

/**
 * The enclaves and their records on chain, with everything that can happen to them. Names, endpoints, builds and owners
 * follow from the seed; keys, and with them TEE ids, do not.
 */
export class SandboxNetwork {
  readonly registry: RegistryState;
  readonly #clock: Clock;
  readonly #random: SeededRandom;
  readonly #enclaves: SandboxEnclave[] = [];
  readonly #builds: readonly Hex[];

  constructor(clock: Clock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
    this.registry = new RegistryState(toHex(random.fork('chain').bytes(8)), clock);
    const builds = random.fork('builds');
    this.#builds = Array.from({ length: BUILDS }, () => keccak256(builds.bytes(3 * PCR_LENGTH)));
    for (const [index, pcrHash] of this.#builds.entries())
      this.registry.approvePcr(pcrHash, `sandbox-build-${index + 1}`);
  }

  /** Every enclave, dead ones too, in order of their names. */
  enclaves(): readonly SandboxEnclave[] {
    return [...this.#enclaves];
  }

  /** The living enclave whose current keys have this id. Throws RangeError for any other id. */
  enclave(teeId: string): SandboxEnclave {
    const found = this.#enclaves.find(enclave => enclave.teeId === teeId);
    if (found === undefined) throw new RangeError(`no enclave of the sandbox has the id ${teeId}`);
    return found;
  }

  /** The enclave that runs at the endpoint where `teeId` was registered, under whatever keys by now. */
  route(teeId: string): SandboxEnclave | undefined {
    const endpoint = this.registry.entry(teeId as Hex)?.endpoint;
    return endpoint === undefined ? undefined : this.#enclaves.find(enclave => enclave.endpoint === endpoint);
  }

  /** A living enclave other than this one. */
  other(enclave: SandboxEnclave): SandboxEnclave | undefined {
    return this.#enclaves.find(one => one !== enclave && one.isAlive);
  }

  /** Starts and registers `count` more enclaves, keys made in parallel. */
  async addEnclaves(count: number): Promise<readonly SandboxEnclave[]> {
    const keys = await Promise.all(Array.from({ length: count }, () => createEnclaveKeys()));
    return keys.map(one => this.#add(one));
  }

  /** The enclave dies; its record stays until it ages out. */
  crash(teeId: string): void {
    this.enclave(teeId).crash();
    this.registry.fallSilent(teeId as Hex);
  }

  /** Boots with new keys and registers them; the old record stays listed until it ages out. Gives the new id. */
  async restart(teeId: string): Promise<Hex> {
    const enclave = this.enclave(teeId);
    const keys = await createEnclaveKeys();
    this.registry.fallSilent(teeId as Hex);
    enclave.boot(keys);
    return this.#register(enclave);
  }

  /** Like {@link restart}, but the operator disables the old record at once. */
  async rotateSigningKey(teeId: string): Promise<Hex> {
    const next = await this.restart(teeId);
    this.registry.disable(teeId as Hex);
    return next;
  }

  /** Another HPKE key under the same id; what is sealed to the old one cannot be opened any more. */
  async rotateOhttpKey(teeId: string): Promise<void> {
    const enclave = this.enclave(teeId);
    const ohttp = await createOhttpKeyPair({ keyId: enclave.keys.ohttp.config.keyId });
    enclave.rekey(ohttp);
    this.registry.updateOhttpConfig(teeId as Hex, registered(ohttp));
  }

  #add(keys: EnclaveKeys): SandboxEnclave {
    const index = this.#enclaves.length;
    const name = `enclave-${String(index + 1).padStart(2, '0')}`;
    const pcrHash = this.#builds[index % BUILDS] ?? keccak256(toHex(name));
    const place = { name, endpoint: `https://${name}.sandbox.invalid`, pcrHash };
    const enclave: SandboxEnclave = new SandboxEnclave(
      place,
      keys,
      this.#clock,
      () => this.other(enclave)?.keys.signingKey,
    );
    this.#enclaves.push(enclave);
    this.#register(enclave);
    return enclave;
  }

  #register(enclave: SandboxEnclave): Hex {
    const { signingKeyDer, ohttp } = enclave.keys;
    const draws = this.#random.fork(enclave.name);
    return this.registry.register({
      owner: toHex(draws.bytes(20)),
      endpoint: enclave.endpoint,
      signingKeyDer,
      // Nobody reads it, but the SDK skips records without one.
      tlsCertificate: draws.bytes(64),
      pcrHash: enclave.pcrHash,
      ohttp: registered(ohttp),
    });
  }
}

function registered({ config }: OhttpKeyPair): RegisteredOhttpConfig {
  const { keyId, kemId, kdfId, aeadId } = config;
  return { keyId, kemId, kdfId, aeadId, publicKey: toHex(config.publicKey), keyConfig: toHex(config.keyConfig) };
}
