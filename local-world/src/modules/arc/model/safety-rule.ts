/** ARC's assertion rule: a condition on its controls that must hold after each request. */
export interface SafetyRule {
  readonly arn: string
  readonly name: string
  /** ARNs of routing controls. */
  readonly assertedControls: readonly string[]
  /** At least this many of them must be on; for an inverted rule, fewer. */
  readonly leastOn: number
  readonly isInverted: boolean
  /** For this long after a change, its controls cannot change again. */
  readonly waitPeriodMs: number
}

export function isKept(
  { assertedControls, leastOn, isInverted }: SafetyRule,
  isOn: (arn: string) => boolean,
): boolean {
  return assertedControls.filter(isOn).length >= leastOn !== isInverted
}
