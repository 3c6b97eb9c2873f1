// Numbers as Python prints them and as readers type them.

/**
 * A number as Python's format `.5g` gives it, to the letter: ties go to the even digit.
 * @param {number} x
 * @param {number} [digits] significant digits, at least 2
 */
export function general(x, digits = 5) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const exact = x.toExponential(60);
  const cut = digits + (x < 0 ? 2 : 1);
  const tie = /^50*e/.test(exact.slice(cut)) && "02468".includes(exact[cut - 1]);
  const rounded = tie ? exact.slice(0, cut) + exact.slice(exact.indexOf("e")) : x.toExponential(digits - 1);
  const [mantissa, power] = rounded.split("e");
  const n = Number(power);
  if (n >= -4 && n < digits) return bare(Number(rounded).toFixed(digits - 1 - n));
  return `${bare(mantissa)}e${n < 0 ? "-" : "+"}${String(Math.abs(n)).padStart(2, "0")}`;
}

/** @param {string} number */
const bare = (number) => (number.includes(".") ? number.replace(/\.?0+$/, "") : number);

/**
 * The same with a real minus sign, for the page.
 * @param {number} x
 * @param {number} [digits]
 */
export const show = (x, digits) => minus(general(x, digits));

/** @param {string} text */
export const minus = (text) => text.replaceAll("-", "−");

/**
 * A number that a reader typed: −0.5, 0,5, .5 and 1,000 (a thousand) count; anything else is NaN.
 * @param {string} text
 */
export function typed(text) {
  const signed = text.trim().replaceAll("−", "-");
  const thousands = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(signed);
  const plain = thousands ? signed.replaceAll(",", "") : signed.replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) + 0 : NaN; // no −0
}

/** A number as Python code, always with a point or a power. @param {number} x */
export const literal = (x) => (Number.isInteger(x) && Math.abs(x) < 1e21 ? x.toFixed(1) : String(x));
