import { describe, expect, it } from 'vitest';
import { TOLD_CODES, type Told } from '../../../electron/contract/index.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { toldSentence } from '../../../renderer/text/de-told.ts';

const kit = { formats: new Formats('de-DE', 'UTC'), now: 90_000 };
const german = (told: Told): string | undefined => toldSentence(told, kit);

/** Everything that a sentence may name, each value once. */
const VALUES = {
  name: 'studio',
  other: 'büro',
  names: ['eins', 'zwei'],
  why: 'EACCES',
  error: 'internal_error',
  until: 3_600_000,
  count: 3,
  total: 7,
  ms: 12_000,
  pct: 40,
  reason: 'lost',
  of: { code: 'check_no_gateway' },
} as const;

describe('the German sentences of the core', () => {
  it.each(TOLD_CODES)('has one for %s', code => {
    const isFragment = code.startsWith('problem_');
    const sentence = german({ code, ...VALUES, ...(isFragment ? { of: { code: 'problem_flag' } } : {}) });
    expect(sentence).toMatch(isFragment ? /[^.]$/ : /[.…]$|EACCES$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\$\{/);
  });

  it('gives every code once', () => {
    expect(new Set(TOLD_CODES).size).toBe(TOLD_CODES.length);
  });

  it('names what the core named', () => {
    expect(german({ code: 'check_unreachable', name: 'gw:1', why: 'ECONNREFUSED' })).toBe(
      'gw:1 ist nicht erreichbar: ECONNREFUSED',
    );
    expect(german({ code: 'check_answers', name: 'relay', other: '502' })).toBe('relay antwortet, mit Status 502.');
  });

  it('counts as one does in German', () => {
    const secrets = (count: number) => german({ code: 'check_secrets', count, why: 'Here.' });
    expect(secrets(1)).toBe('Here. Darin: 1 Geheimnis.');
    expect(secrets(2)).toBe('Here. Darin: 2 Geheimnisse.');
  });

  it('says what a rotation came to, and why it came to nothing', () => {
    expect(german({ code: 'moved', name: 'coder', names: ['max-1'], other: 'max-2' })).toBe(
      'coder arbeitet jetzt mit „max-2“ statt mit „max-1“.',
    );
    expect(german({ code: 'moved_all', count: 1, total: 1 })).toBe('1 von 1 Agent wurde umgestellt.');
    expect(german({ code: 'moved_all', count: 2, total: 3 })).toBe('2 von 3 Agenten wurden umgestellt.');
    expect(german({ code: 'stay_no_alternative', name: 'coder', until: null })).toBe(
      'coder bleibt: Kein anderes Abo ist nutzbar.',
    );
    expect(german({ code: 'stay_no_alternative', name: 'coder', other: 'max-1', until: 3_600_000 })).toBe(
      'coder bleibt bei „max-1“: Kein anderes Abo ist nutzbar, bis 01:00.',
    );
    const moved = { code: 'moved_to', name: 'coder', other: 'max-2' } as const;
    expect(german({ code: 'moved_untold', of: moved })).toBe(
      'coder arbeitet jetzt mit „max-2“. Der Agent weiß es noch nicht; es wird von selbst wieder versucht.',
    );
  });

  it('says why a TEE is out, with what was seen', () => {
    expect(german({ code: 'suspect_relay_failure', why: 'HTTP status 502' })).toBe(
      'Das Relay konnte sie nicht erreichen (HTTP status 502).',
    );
    const alarm = { code: 'alarm_unread', name: '0x7f3a9c', of: { code: 'suspect_channel' } } as const;
    expect(german(alarm)).toBe(
      '0x7f3a9c: Ihre versiegelte Antwort ließ sich nicht öffnen. Die Registry ließ sich nicht lesen.',
    );
  });

  it('says what each endpoint of the chain did, one behind the other', () => {
    const away = {
      code: 'rpc_status',
      name: 'a.example',
      count: 503,
      of: { code: 'rpc_cut', name: 'b.example' },
    } as const;
    expect(german({ code: 'registry_quorum_missed', count: 0, total: 2, other: '2', of: away })).toBe(
      '0 von 2 RPC-Endpunkten haben geantwortet, 2 müssen sich einig sein. ' +
        'a.example antwortet mit dem HTTP-Status 503. b.example hat die Verbindung getrennt.',
    );
    const outside = { code: 'record_outside' } as const;
    const unreadable = { code: 'registry_answer', of: { code: 'answer_no_record', total: 3, of: outside } } as const;
    expect(german(unreadable)).toBe(
      'Die Antwort der Registry ist nicht lesbar. Keiner ihrer 3 Einträge ist lesbar. ' +
        'Der erste: Er verweist auf Daten, die es nicht gibt.',
    );
  });

  it('names what the schema of the settings allows', () => {
    expect(german({ code: 'problem_whole_number', count: 0, total: 65_535 })).toBe(
      'erwartet eine ganze Zahl von 0 bis 65535',
    );
    expect(german({ code: 'problem_choice', names: ['auto', 'en', 'de'] })).toBe('erwartet auto, en oder de');
    expect(german({ code: 'problem_entry', name: '2', of: { code: 'problem_url', names: ['http', 'https'] } })).toBe(
      'Eintrag 2: erwartet eine Adresse mit http oder https',
    );
    const wrong = { code: 'check_settings_wrong', name: 'proxy.port', of: { code: 'problem_flag' } } as const;
    expect(german(wrong)).toBe('proxy.port: erwartet true oder false.');
    expect(german({ ...wrong, count: 1 })).toBe('proxy.port: erwartet true oder false (und 1 weiterer Wert).');
    expect(german({ ...wrong, count: 2 })).toBe('proxy.port: erwartet true oder false (und 2 weitere Werte).');
    expect(german({ ...wrong, of: undefined })).toBeUndefined();
  });

  it('says in German what a sentence quotes, and leaves what it does not know as it is', () => {
    expect(german({ code: 'check_failed', why: 'No.', of: { code: 'error', error: 'internal_error' } })).toBe(
      'Die Prüfung ist gescheitert: In Gatehouse ist ein Fehler aufgetreten.',
    );
    expect(german({ code: 'check_failed', why: 'No.', of: { code: 'error', error: 'something_new' } })).toBe(
      'Die Prüfung ist gescheitert: No.',
    );
    expect(german({ code: 'something_new' } as unknown as Told)).toBeUndefined();
  });
});
