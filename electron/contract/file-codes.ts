/** What is wrong with a file of Gatehouse: one that was moved away, or a receipt. A language has a sentence for each. */
export const FILE_CODES = [
  'damage_large',
  'damage_not_json',
  'damage_no_object',
  'damage_no_version',
  'damage_no_way',
  'damage_content',
  'damage_field',
  'receipt_malformed',
  'receipt_key',
  'receipt_other_tee',
  'receipt_time',
  'receipt_signature',
] as const;
export type FileCode = (typeof FILE_CODES)[number];
