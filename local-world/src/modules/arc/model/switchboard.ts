import { isKept, type SafetyRule } from './safety-rule.ts'

export interface RoutingControl {
  readonly arn: string
  readonly name: string
  readonly panelArn: string
  readonly panelName: string
}

/** What a request asks of one control. */
export interface Turn {
  readonly arn: string
  readonly isOn: boolean
}

/** A whole request: all of its turns are made, or none. */
export interface TurnRequest {
  readonly turns: readonly Turn[]
  /** ARNs of safety rules that the request overrides. */
  readonly overrides: readonly string[]
}

/** A safety rule refused a request. */
export class RuleRefusedError extends Error {
  override readonly name = 'RuleRefusedError'
}

/** The state of every routing control; the caller passes the time in. */
export class Switchboard {
  readonly #controls: ReadonlyMap<string, RoutingControl>
  readonly #rules: readonly SafetyRule[]
  /** New controls are off. */
  readonly #on = new Set<string>()
  readonly #turnedMs = new Map<string, number>()

  constructor(controls: readonly RoutingControl[], rules: readonly SafetyRule[]) {
    this.#controls = new Map(controls.map((control) => [control.arn, control]))
    this.#rules = rules
  }

  controls(): readonly RoutingControl[] {
    return [...this.#controls.values()]
  }

  control(arn: string): RoutingControl | undefined {
    return this.#controls.get(arn)
  }

  hasRule(arn: string): boolean {
    return this.#rules.some((rule) => rule.arn === arn)
  }

  isOn(arn: string): boolean {
    return this.#on.has(arn)
  }

  /** Makes all turns and returns those that changed something, or throws RuleRefusedError and changes nothing. */
  turn({ turns, overrides }: TurnRequest, nowMs: number): readonly Turn[] {
    // If a control is turned twice, the last turn counts.
    const wanted = new Map(turns.map(({ arn, isOn }) => [arn, isOn]))
    for (const rule of this.#rules) {
      if (overrides.includes(rule.arn) || !rule.assertedControls.some((arn) => wanted.has(arn))) continue
      this.#refuseHaste(rule, nowMs)
      if (isKept(rule, (arn) => wanted.get(arn) ?? this.isOn(arn))) continue
      throw new RuleRefusedError(`The update violates the safety rule ${rule.name} (${rule.arn}).`)
    }
    const changes = [...wanted].flatMap(([arn, isOn]) => (this.isOn(arn) === isOn ? [] : [{ arn, isOn }]))
    for (const { arn, isOn } of changes) {
      if (isOn) this.#on.add(arn)
      else this.#on.delete(arn)
      this.#turnedMs.set(arn, nowMs)
    }
    return changes
  }

  #refuseHaste({ arn, name, assertedControls, waitPeriodMs }: SafetyRule, nowMs: number): void {
    const isWaiting = assertedControls.some((asserted) => {
      const turnedMs = this.#turnedMs.get(asserted)
      return turnedMs !== undefined && nowMs - turnedMs < waitPeriodMs
    })
    if (isWaiting)
      throw new RuleRefusedError(`The wait period of the safety rule ${name} (${arn}) has not passed yet.`)
  }
}
