import { describe, expect, it } from 'vitest';
import { replyHeaders } from '../../../electron/core/proxy/reply-headers.ts';
import { chooseVerification } from '../../../electron/core/proxy/verification-mode.ts';

const request = { droppedFields: [], mappedFields: [] };
const facts = { teeId: '0xab', verification: 'strict', proven: true, request, attempts: 1 } as const;

describe('the headers of a reply', () => {
  it('claim a verified answer only when it is proven', () => {
    expect(replyHeaders(facts)['x-opengradient-verified']).toBe('true');
    expect(replyHeaders({ ...facts, proven: false })['x-opengradient-verified']).toBe('pending');
  });

  it('leave out what there is nothing to say about', () => {
    expect(Object.keys(replyHeaders(facts))).toEqual([
      'x-opengradient-verified',
      'x-opengradient-tee-id',
      'x-gatehouse-verification',
    ]);
  });

  it('carry dropped field names without letting them break the header', () => {
    const droppedFields = ['top_p', 'messages[].name', 'a\r\nb: c', 'ключ', '\ud800', ...Array(500).fill('long_name')];
    const value =
      replyHeaders({ ...facts, request: { ...request, droppedFields } })['x-gatehouse-dropped-fields'] ?? '';
    expect(value.startsWith('top_p, messages[].name, a??b??c, ????, ?, long_name')).toBe(true);
    expect(value.length).toBeLessThanOrEqual(1_024);
  });
});

describe('the mode of a request', () => {
  it('is the setting unless a header asks for the other', () => {
    expect(chooseVerification(undefined, 'progressive')).toBe('progressive');
    expect(chooseVerification(' Strict ', 'progressive')).toBe('strict');
    expect(chooseVerification('progressive', 'strict')).toBe('progressive');
  });

  it('is never guessed', () => {
    expect(() => chooseVerification('off', 'strict')).toThrow(/strict or progressive/);
    expect(() => chooseVerification(['strict', 'progressive'], 'strict')).toThrow();
  });
});
