/** A process's environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

interface SettingSchema {
  readonly type: 'string' | 'integer'
  readonly default?: string | number
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

interface SettingsSchema {
  readonly required: readonly string[]
  readonly properties: Readonly<Record<string, SettingSchema>>
}

/** Reads and validates settings by their schema; a problem names the variable and the expected value, never a secret's value. */
export function readSettings(
  schema: SettingsSchema,
  environment: Environment,
): { readonly values: Record<string, string | number>; readonly problems: readonly string[] } {
  const values: Record<string, string | number> = {}
  const problems: string[] = []
  for (const [name, setting] of Object.entries(schema.properties)) {
    const text = environment[name]
    if (text === undefined || text === '') {
      if (setting.default !== undefined) values[name] = setting.default
      else if (schema.required.includes(name)) problems.push(`${name} is missing`)
      continue
    }
    const problem = setting.type === 'integer' ? integerProblem(text, setting) : textProblem(text, setting)
    if (problem !== undefined) problems.push(`${name} ${problem}`)
    else values[name] = setting.type === 'integer' ? Number(text) : text
  }
  return { values, problems }
}

function integerProblem(text: string, { minimum, maximum }: SettingSchema): string | undefined {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity))
    return undefined
  return `is "${text}" and must be a whole number from ${minimum ?? '-∞'} to ${maximum ?? '∞'}`
}

function textProblem(text: string, { enum: choices, pattern, minLength }: SettingSchema): string | undefined {
  if (choices !== undefined && !choices.includes(text))
    return `is "${text}" and must be one of ${choices.join(', ')}`
  if (pattern !== undefined && !new RegExp(pattern).test(text))
    return `is "${text}" and must match ${pattern}`
  if (minLength !== undefined && text.length < minLength) return `must have at least ${minLength} characters`
  return undefined
}
