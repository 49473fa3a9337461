/**
 * A JSON number token as Python's `json.dumps(json.loads(token))` writes it: integers digit by digit, everything with
 * a fraction or an exponent as `repr(float)`. A token beyond the range of a double gives `Infinity` or `-Infinity`.
 */
export function pythonNumber(token: string): string {
  if (/[.eE]/.test(token)) return pythonFloat(Number(token));
  return token === '-0' ? '0' : token;
}

/** A JSON number token after Python's `float()`: integers lose what a double cannot hold, `-0` becomes `0.0`. */
export function pythonFloatOfToken(token: string): string {
  return pythonFloat(token === '-0' ? 0 : Number(token));
}

/** Positional up to here, exponent form beyond (CPython `float_repr_style` short, format code `r`). */
const MIN_POSITIONAL_EXPONENT = -4;
const MAX_POSITIONAL_EXPONENT = 15;

/** `repr(float)`: both languages find the same shortest digits and differ only in how they lay them out. */
function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.replace('.', '');
  if (exponent < MIN_POSITIONAL_EXPONENT || exponent > MAX_POSITIONAL_EXPONENT) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
