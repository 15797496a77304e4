import type * as pulumi from '@pulumi/pulumi'

/** Reads typed settings from a stack file and remembers every problem, so that one error can list them all. */
export class SettingsReader {
  readonly problems: string[] = []
  readonly #config: pulumi.Config

  constructor(config: pulumi.Config) {
    this.#config = config
  }

  text(key: string, pattern: RegExp, wanted: string): string {
    const value = this.#config.get(key)
    if (value === undefined) this.problems.push(`${key} is missing; wanted ${wanted}`)
    else if (!pattern.test(value)) this.problems.push(`${key} is "${value}"; wanted ${wanted}`)
    return value ?? ''
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice {
    const value = this.#config.get(key)
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) this.problems.push(`${key} is "${value ?? ''}"; wanted ${choices.join(' | ')}`)
    return choice ?? (choices[0] as Choice)
  }

  number(key: string, least: number, most: number, step = 1): number {
    const value = Number(this.#config.get(key) ?? Number.NaN)
    const fits = value >= least && value <= most && Number.isInteger(value / step)
    if (!fits)
      this.problems.push(
        `${key} is "${this.#config.get(key) ?? ''}"; wanted ${least} to ${most} in steps of ${step}`,
      )
    return value
  }

  flag(key: string): boolean {
    return this.oneOf(key, ['true', 'false']) === 'true'
  }
}
