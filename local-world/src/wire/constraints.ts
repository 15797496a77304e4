import { readFile } from 'node:fs/promises'

/** What AWS's service model requires of a value, beyond its type. */
export interface Constraint {
  /** A structure's required members. */
  readonly required?: readonly string[]
  /** By member name, the shapes of members that have constraints. */
  readonly members?: Readonly<Record<string, string>>
  /** The shape of a list's items or a map's values. */
  readonly item?: string
  /** The shape of a map's keys. */
  readonly key?: string
  readonly enum?: readonly string[]
  /** Minimum and maximum: of a number, or of the length of a text, bytes, a list or a map. */
  readonly min?: number
  readonly max?: number
  /** A regular expression that must match the whole text. */
  readonly pattern?: string
  /** A whole number, of 32 or 64 bits. */
  readonly integer?: 'integer' | 'long'
}

/** The constraints of one service's implemented operations. */
export interface ServiceConstraints {
  /** The shape of each operation's input. */
  readonly operations: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, Constraint>>
}

const NONE: ServiceConstraints = { operations: {}, shapes: {} }

/** The constraints of a service by its name in signatures; a service without a model has none. */
export async function loadConstraints(scope: string): Promise<ServiceConstraints> {
  const file = new URL(`./constraints/${scope}.json`, import.meta.url)
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ServiceConstraints
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE
    throw error
  }
}
