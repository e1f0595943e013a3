/**
 * Polynomials of the backshift operator B, as coefficients from B⁰ on, and the stationary ones among them.
 *
 *   φ_{k,k} = partial_k,  φ_{k,j} = φ_{k-1,j} - φ_{k,k} φ_{k-1,k-j}: every partial in (-1, 1) gives a stationary polynomial
 *
 * Sources: J. Durbin (1960), Revue de l'Institut International de Statistique 28; J. F. Monahan (1984), Biometrika 71.
 */
/** Coefficients of a stationary polynomial from its partial autocorrelations (Durbin–Levinson). */
export function fromPartials(partials: readonly number[]): number[] {
  let phi: number[] = [];
  partials.forEach((last, k) => {
    phi = [...phi.map((f, j) => f - last * phi[k - 1 - j]), last];
  });
  return phi;
}

/** Coefficients of (1 + s Σ a_i Bⁱ)(1 + s Σ b_j B^{jm}), without the leading 1 and with the sign s taken out again. */
export function multiplied(a: readonly number[], b: readonly number[], m: number, sign: 1 | -1): number[] {
  if (b.length === 0) return [...a];
  const left = [1, ...a.map((value) => sign * value)];
  const right = new Array<number>(b.length * m + 1).fill(0);
  right[0] = 1;
  b.forEach((value, j) => {
    right[(j + 1) * m] = sign * value;
  });
  return product(left, right)
    .slice(1)
    .map((value) => sign * value);
}

export function product(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((z, j) => {
      out[i + j] += x * z;
    });
  });
  return out;
}

/** (1-B)^d (1-Bᵐ)^D, coefficients from B⁰ on. */
export function differencePolynomial(d: number, D: number, m: number): number[] {
  let polynomial = [1];
  for (let i = 0; i < d; i++) polynomial = product(polynomial, [1, -1]);
  const seasonal = Array.from({ length: m + 1 }, (_, i) => (i === 0 ? 1 : i === m ? -1 : 0));
  for (let i = 0; i < D; i++) polynomial = product(polynomial, seasonal);
  return polynomial;
}
