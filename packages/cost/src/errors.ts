export type CostErrorCode = 'MERIDIAN_COST_TYPE_UNPRICED' | 'MERIDIAN_COST_PRICE_MISSING'

/** A graph cannot be priced; a price that is silently left out would make every total wrong. */
export class CostError extends Error {
  override readonly name: string = 'CostError'
  readonly code: CostErrorCode

  constructor(code: CostErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The program has a type that is neither priced nor listed as free. */
export class TypeUnpricedError extends CostError {
  override readonly name = 'TypeUnpricedError'
  readonly types: readonly string[]

  constructor(types: readonly string[]) {
    super(
      'MERIDIAN_COST_TYPE_UNPRICED',
      `Nobody knows what these cost: ${types.join(', ')}. ` +
        'Give each a function in packages/cost/src/pricing, or a reason in packages/cost/src/pricing/free.ts.',
    )
    this.types = types
  }
}

/** Something is used in a region for which the price list has no entry. */
export class PriceMissingError extends CostError {
  override readonly name = 'PriceMissingError'

  constructor(id: string, region: string | undefined, list: string) {
    super(
      'MERIDIAN_COST_PRICE_MISSING',
      `The price list ${list} has no "${id}" for ${region ?? 'a resource without region'}; add it, with its source.`,
    )
  }
}
