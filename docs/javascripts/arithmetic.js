// What several explorers compute with: e to a power, in the same bits as the Python beside it, and where a weight has left.

export const LIMIT = 1e6; // a weight beyond it has left: nothing more is computed

/**
 * e to the power x, from sums and products alone: halve x until it is small, add up the series, square back.
 * @param {number} x
 * @returns {number}
 */
export function exp(x) {
  if (x < 0) return 1 / exp(-x);
  if (x > 0.5) {
    const half = exp(x / 2);
    return half * half;
  }
  let sum = 1, term = 1;
  for (let n = 1; n < 16; n++) {
    term = (term * x) / n;
    sum = sum + term;
  }
  return sum;
}

export const EXP = `def exp(x):  # halve x until it is small, then square back
    if x < 0:
        return 1 / exp(-x)
    if x > 0.5:
        half = exp(x / 2)
        return half * half
    total = term = 1
    for n in range(1, 16):
        term = term * x / n
        total = total + term
    return total
`;
