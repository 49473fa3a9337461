/** German: the name of each setting by its path, and what it does, which the schema says in English. */
export const settingFields: Readonly<Record<string, readonly [name: string, description: string]>> = {
  network: [
    'Netz',
    'Konto: Registry und Relay des Kontos. Eigenes: die hier eingestellten. Sandbox: das eingebaute Netz. Automatisch: das eigene, sobald es eingerichtet ist, sonst das des Kontos.',
  ],
  'gateway.name': ['Name', 'Wie das Gateway unter gateway.url hier heißt.'],
  'gateway.url': [
    'Adresse',
    'Das OpenClaw-Gateway. Seine Geheimnisse heißen gateway.token, gateway.password und gateway.setup. Leer: keins.',
  ],
  'gateway.tlsFingerprint': [
    'Zertifikat',
    'SHA-256 des Zertifikats. Nur dieses wird dann angenommen. Braucht eine wss-Adresse.',
  ],
  'gateway.scopes': [
    'Erbetene Rechte',
    'Rechte, um die Gatehouse bei gateway.url und beim gefundenen Gateway bittet. Mindestens nötig ist operator.read.',
  ],
  'gateway.handshakeTimeoutMs': [
    'Grenze eines Versuchs',
    'Zeit bis zur Prüfaufgabe des Gateways. Leer: 5 s auf diesem Rechner, sonst 10 s.',
  ],
  'gateway.connectChallengeTimeoutMs': [
    'Grenze bis zur Prüfaufgabe',
    'Zeit vom offenen Socket bis zur Prüfaufgabe. Leer: innerhalb der Grenze des Versuchs.',
  ],
  'gateway.connectBudgetMs': [
    'Nachsicht bei Ausfällen',
    'Wie lange ein Ausfall als „Verbindet“ gilt, bevor er als Fehler zählt.',
  ],
  'gateway.profiles': [
    'Weitere Gateways',
    'Name und Adresse, auf Wunsch Zertifikat, Rechte und Rang. Die Geheimnisse heißen gateway.<Name>.token und gateway.<Name>.password.',
  ],
  'gateway.selected': ['Von Hand gewählt', 'Das gewählte Gateway. Leer: das beste, das erreichbar ist.'],
  'gateway.disconnected': ['Getrennt', 'Gateways, mit denen sich Gatehouse nicht von selbst verbindet.'],
  'gateway.failover.enabled': [
    'Ersatz nutzen',
    'Das nächste Gateway nutzen, solange ein besseres nicht erreichbar ist.',
  ],
  'gateway.failover.returnAfterSeconds': [
    'Zurück nach',
    'Wie lange ein besseres Gateway stabil sein muss, bevor es wieder genutzt wird.',
  ],
  'gateway.discover': [
    'Gefundenes nutzen',
    'Das Gateway nutzen, für das OpenClaw auf diesem Rechner eingerichtet ist, wenn hier keins steht.',
  ],
  'tee.registry.rpcUrls': [
    'RPC-Endpunkte',
    'RPC-Endpunkte der Chain. Der erste zuerst, die anderen als Ersatz. Solche mit ws oder wss melden Ereignisse von selbst.',
  ],
  'tee.registry.address': ['Vertrag der Registry', 'Adresse des Vertrags, der die TEEs führt.'],
  'tee.registry.chainId': [
    'Kennung der Chain',
    'Muss von den RPC-Endpunkten gemeldet werden. Leer: wird nicht geprüft.',
  ],
  'tee.registry.teeType': ['Art der Enklaven', 'Art der Enklaven in der Registry. 0 bedient Sprachmodelle.'],
  'tee.registry.requestTimeoutMs': ['Grenze einer Abfrage', 'Wie lange eine Abfrage der Registry dauern darf.'],
  'tee.registry.quorum': [
    'Nötige Einigkeit',
    'So viele RPC-Endpunkte müssen sich über die Schlüssel einer TEE einig sein. 0 oder 1: Einem wird geglaubt.',
  ],
  'tee.registry.eventPollSeconds': [
    'Nach Ereignissen fragen alle',
    'Wie oft die Registry nach Ereignissen gefragt wird, auch wo sie von selbst kommen. 0: ohne Ereignisse.',
  ],
  'tee.teeId': ['Nur diese TEE', 'Keine andere TEE wird genutzt. Leer: jede nutzbare.'],
  'tee.expectedPcrHash': ['Nur dieser Build', 'Nur TEEs mit diesem PCR-Hash werden genutzt. Leer: jeder Build.'],
  'tee.refreshSeconds': [
    'Registry lesen alle',
    'Wie oft die Registry neu gelesen wird. 0: nur bei Ereignissen, Verdacht, nach dem Ruhezustand und von Hand.',
  ],
  'tee.signatureMaxAgeSeconds': ['Höchstalter der Signatur', 'Wie alt die Signatur einer Antwort sein darf.'],
  'tee.signatureMaxAheadSeconds': [
    'Größter Vorlauf der Uhr',
    'Wie weit die Uhr einer Enklave dieser hier voraus sein darf.',
  ],
  'relay.url': [
    'Adresse',
    'Das Relay, das die versiegelten Anfragen befördert. Sein Token ist das Geheimnis relay.token.',
  ],
  'relay.timeoutMs': ['Grenze ohne Fortschritt', 'Wie lange eine Anfrage ohne Fortschritt bleiben darf.'],
  'relay.connectTimeoutMs': ['Grenze fürs Verbinden', 'Wie lange das Verbinden mit dem Relay dauern darf.'],
  'relay.maxResponseBytes': ['Größte Antwort', 'Größere Antworten werden nicht angenommen.'],
  'proxy.host': ['Adresse', 'Adresse dieses Rechners, auf der der lokale Endpunkt wartet.'],
  'proxy.port': ['Port', 'Port des lokalen Endpunkts. 0: irgendein freier.'],
  'proxy.verification': [
    'Prüfung',
    'Streng: Nichts wird weitergegeben, bevor die ganze Antwort geprüft ist. Fortlaufend: so, wie sie im versiegelten Kanal ankommt.',
  ],
  'proxy.maxBodyBytes': ['Größte Anfrage', 'Größere Anfragen werden nicht angenommen.'],
  'proxy.keepAliveComments': [
    'Kommentare beim Prüfen',
    'SSE-Kommentare senden, wenn das strenge Prüfen eines Streams länger als 10 s dauert, damit Programme weiter warten. Die Kopfzeilen gehen dann vor dem Nachweis hinaus: Status 200, X-OpenGradient-Verified: pending. Spätere Fehler stehen im Stream.',
  ],
  'subscriptions.automatic': ['Von selbst wechseln', 'Agenten ohne Rückfrage auf ein anderes Abo bringen.'],
  'subscriptions.thresholdPct': [
    'Verlassen bei',
    'Verbrauch eines Fensters, bei dem Agenten vor der Grenze wechseln. 0: erst nach einem Fehler.',
  ],
  'subscriptions.headroom.ambient': [
    'Nach dem Spielraum fragen',
    'Den Anbieter ab und zu fragen, was übrig ist. Jede Frage kostet ein Token.',
  ],
  'subscriptions.headroom.refreshSeconds': ['Fragen alle', 'Wie oft bei einem ruhenden Abo gefragt wird.'],
  'subscriptions.headroom.warnPct': [
    'Erster Hinweis bei',
    'Verbrauch eines Fensters, bei dem der erste Hinweis kommt. 0: keiner.',
  ],
  'subscriptions.headroom.critPct': [
    'Zweiter Hinweis bei',
    'Verbrauch eines Fensters, bei dem der zweite Hinweis kommt. 0: keiner.',
  ],
  'subscriptions.apiKeyFallback': [
    'API-Schlüssel als Ersatz',
    'Agenten, die es dürfen, mit einem API-Schlüssel arbeiten lassen, wenn kein Abo bleibt. Das kostet Geld.',
  ],
  'subscriptions.providerUrl': ['Anbieter', 'Wo Tokens geprüft und gemessen werden. Leer: die API von Anthropic.'],
  'subscriptions.passThrough': [
    'Modellaufrufe über den Endpunkt',
    'Agenten dieses Rechners, die einen Schlüssel haben, dürfen ihre Modellaufrufe über den lokalen Endpunkt senden.',
  ],
  'subscriptions.agentCheckSeconds': ['Agenten prüfen alle', 'Wie oft Agenten gefragt werden, wie es ihnen geht.'],
  'subscriptions.lock.redisUrl': [
    'Gemeinsames Redis',
    'Redis, das sich mehrere Rechner einer Flotte teilen. Sein Passwort ist das Geheimnis subscriptions.redis. Leer: Dieser Rechner ist allein.',
  ],
  'subscriptions.lock.fleet': [
    'Name der Flotte',
    'Rechner, die sich ein Redis teilen und ihre Flotte gleich nennen, verwalten dieselben Agenten.',
  ],
  'dashboard.port': ['Port', 'Port der Übersicht im Browser, wenn Gatehouse ohne Fenster läuft. 0: irgendein freier.'],
  'dashboard.open': ['Beim Start öffnen', 'Die Übersicht im Browser öffnen, wenn Gatehouse ohne Fenster startet.'],
  'notifications.enabled': ['Mitteilungen', 'Mitteilungen zeigen. Aus: gar keine.'],
  'notifications.approval': [
    'Freigabe nötig',
    'Melden, wenn ein Gateway diesen Rechner freigeben muss oder die Anmeldung ablehnt.',
  ],
  'notifications.gateway': [
    'Gateway weg oder eingeschränkt',
    'Melden, wenn das Gateway nicht erreichbar ist oder weniger erlaubt als erbeten.',
  ],
  'notifications.gatewayBack': ['Gateway zurück', 'Melden, wenn ein Gateway nach einem Ausfall wieder bereit ist.'],
  'notifications.gatewaySwitched': ['Gateway gewechselt', 'Melden, wenn ein anderes Gateway genutzt wird.'],
  'notifications.teeSwitched': ['TEE gewechselt', 'Melden, wenn Anfragen an eine andere TEE gehen.'],
  'notifications.byHand': ['Wechsel von Hand', 'Auch einen Wechsel melden, um den jemand gebeten hat.'],
  'notifications.inference': [
    'Private Inferenz zu',
    'Melden, wenn private Inferenz zu ist oder RPC-Endpunkte sich widersprechen.',
  ],
  'notifications.proof': [
    'Nachweis fehlgeschlagen',
    'Melden, wenn eine Antwort abgelehnt wurde, weil ihr Nachweis nicht stimmt.',
  ],
  'notifications.agents': [
    'Fehlgeschlagene Läufe',
    'Melden, wenn der Lauf eines Agenten endet, weil sein Anbieter versagt hat.',
  ],
  'notifications.subscriptionSwitched': [
    'Abo gewechselt',
    'Melden, wenn Agenten von selbst auf ein anderes Abo wechseln oder nicht folgen.',
  ],
  'notifications.subscriptionToken': ['Token abgelehnt', 'Melden, wenn ein Anbieter das Token eines Abos ablehnt.'],
  'notifications.subscriptionsShut': [
    'Kein Abo nutzbar',
    'Melden, wenn kein Abo nutzbar ist oder ein Agent auf eins wartet.',
  ],
  'notifications.account': ['Abgemeldet', 'Melden, wenn die Anmeldung von selbst geendet hat.'],
  'notifications.chain': [
    'Registry nicht lesbar',
    'Melden, wenn die Registry der TEEs fünf Minuten lang nicht gelesen werden kann.',
  ],
  'notifications.application': [
    'Gatehouse selbst',
    'Melden, was die Einstellungen, den lokalen Endpunkt, Updates und den abgesicherten Modus angeht.',
  ],
  'notifications.quietHours': [
    'Ruhezeit',
    'Zeiten dieses Rechners, zwischen denen nur fehlgeschlagene Nachweise und eine beendete Anmeldung gemeldet werden. Leer: keine.',
  ],
  'notifications.maxPerMinute': [
    'Höchstens in einer Minute',
    'So viele Mitteilungen in einer Minute. Weitere warten oder entfallen.',
  ],
  'window.language': ['Sprache', 'Sprache von Fenster, Menü und Mitteilungen. Automatisch: die des Systems.'],
  'updates.mode': [
    'Von selbst',
    'Aus: nie von selbst suchen. Melden: suchen und melden. Laden: auch laden und beim Beenden installieren. Selbst installieren: auch neu starten, wenn nichts läuft und niemand da ist.',
  ],
  'updates.channel': ['Versionen', 'Fertige Versionen oder auch solche, die noch erprobt werden.'],
  'updates.checkHours': ['Suchen alle', 'Wie oft nach einer neueren Version gesucht wird.'],
  'log.level': ['Mindestens', 'Was weniger wichtig ist, kommt nicht ins Protokoll.'],
  'receipts.maxCount': ['Höchstens behalten', 'Wie viele Belege behalten werden.'],
  'receipts.maxBytes': ['Platz für Belege', 'Wie viel Platz Belege einnehmen dürfen.'],
  'sandbox.seed': ['Startwert', 'Läufe der Sandbox mit demselben Startwert wiederholen sich.'],
};
