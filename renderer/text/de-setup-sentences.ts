type Rule = readonly [pattern: RegExp, said: (...parts: string[]) => string];

/** What the core says during the first run and this language says too. */
const RULES: readonly Rule[] = [
  [/^Looking who is signed in\.$/, () => 'Es wird nachgesehen, wer angemeldet ist.'],
  [/^Waiting for the login in the browser\.$/, () => 'Wartet auf die Anmeldung im Browser.'],
  [/^Nobody is signed in\.?.*$/, () => 'Niemand ist angemeldet.'],
  [/^Signed in as (\S+?)\.$/, who => `Angemeldet als ${who}.`],
  [/^Signed in as (\S+?)\. Opening its network\.$/, who => `Angemeldet als ${who}. Sein Netz wird geöffnet.`],
  [/^Opening the network(?: that was chosen)?\.$/, () => 'Das Netz wird geöffnet.'],
  [/^Reading the registry of TEEs(?: from the chain)?\.$/, () => 'Die Registry der TEEs wird gelesen.'],
  [
    /^The registry lists (one TEE|\d+ TEEs), (\d+) usable\.$/,
    (count, usable) => `Die Registry führt ${count.replace('one TEE', 'eine TEE')}, davon ${usable} nutzbar.`,
  ],
  [/^The registry lists no TEE\.$/, () => 'Die Registry führt keine TEE.'],
  [/^The registry cannot be read\.$/, () => 'Die Registry ist nicht lesbar.'],
  [/^Choosing a TEE\.$/, () => 'Eine TEE wird gewählt.'],
  [
    /^Requests are sealed to the TEE (\S+)…, as the registry attests\.$/,
    id => `Anfragen werden für die TEE ${id}… versiegelt, wie die Registry bestätigt.`,
  ],
  [
    /^(\S+) answered a test request, and the answer was verified\.$/,
    model => `${model} hat eine Testanfrage beantwortet, und die Antwort ist geprüft.`,
  ],
  [/^Nothing answers at (\S+)\.$/, host => `Unter ${host} antwortet nichts.`],
  [/^Asking a model through the local endpoint\.$/, () => 'Ein Modell wird über den lokalen Endpunkt gefragt.'],
  [/^Connecting to (.+)\.$/, name => `Verbindet mit ${name}.`],
  [/^Connected to (.+)\.$/, name => `Verbunden mit ${name}.`],
  [/^(.+) does not know this computer yet\.$/, name => `${name} kennt diesen Rechner noch nicht.`],
  [
    /^Run the approval command on the gateway's computer\.$/,
    () => 'Den Freigabebefehl auf dem Rechner des Gateways ausführen.',
  ],
  [/^The provider accepts the token\.$/, () => 'Der Anbieter nimmt das Token an.'],
  [/^Asking the provider\.$/, () => 'Der Anbieter wird gefragt.'],
  [/^Asking the agent how it is\.$/, () => 'Der Agent wird gefragt, wie es ihm geht.'],
  [/^(\S+) answers and works on (.+)\.$/, (agent, one) => `${agent} antwortet und arbeitet mit ${one}.`],
  [/^(\S+) answers\. It has no subscription yet\.$/, agent => `${agent} antwortet. Er hat noch kein Abo.`],
  [/^Give it one\.$/, () => 'Ihm eins zuweisen.'],
  [/^An API key\.$/, () => 'Ein API-Schlüssel.'],
  [/^Choose a network\.$/, () => 'Ein Netz wählen.'],
  [/^Check again\.$/, () => 'Noch einmal prüfen.'],
  [/^Sign in( again)?\.$/, () => 'Anmelden.'],
  [
    /^Check the RPC address and the connection of this computer, then check again\.$/,
    () => 'RPC-Adresse und Verbindung dieses Rechners prüfen, dann noch einmal versuchen.',
  ],
  [
    /^Check the address of the registry contract.*$/,
    () => 'Die Adresse des Vertrags der Registry prüfen, und ob die RPC-Adresse zu ihrer Chain gehört.',
  ],
  [
    /^Start the agent, or correct its address, then check again\.$/,
    () => 'Den Agenten starten oder seine Adresse berichtigen, dann noch einmal prüfen.',
  ],
  [
    /^Start the gateway \(openclaw gateway\), or check its address, then check again\.$/,
    () => 'Das Gateway starten (openclaw gateway) oder seine Adresse prüfen, dann noch einmal versuchen.',
  ],
];

/** A sentence of the first run in German; undefined for one that is said in English only. */
export function setupSentence(sentence: string): string | undefined {
  for (const [pattern, said] of RULES) {
    const match = pattern.exec(sentence);
    if (match !== null) return said(...match.slice(1));
  }
  return undefined;
}
