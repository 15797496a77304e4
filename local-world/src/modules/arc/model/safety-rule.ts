/** ARC's assertion rule: what has to be true of its controls after each request. */
export interface SafetyRule {
  readonly arn: string
  readonly name: string
  /** ARNs of routing controls. */
  readonly assertedControls: readonly string[]
  /** At least so many of them have to be on; of an inverted rule, fewer. */
  readonly leastOn: number
  readonly isInverted: boolean
  /** For so long after a change, its controls take no other. */
  readonly waitPeriodMs: number
}

export function isKept(
  { assertedControls, leastOn, isInverted }: SafetyRule,
  isOn: (arn: string) => boolean,
): boolean {
  return assertedControls.filter(isOn).length >= leastOn !== isInverted
}
