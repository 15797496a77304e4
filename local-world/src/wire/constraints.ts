import { readFile } from 'node:fs/promises'

/** What AWS's service model demands of a value, beyond its type. */
export interface Constraint {
  /** Members that a structure can not do without. */
  readonly required?: readonly string[]
  /** Names of the shapes of members that demand something. */
  readonly members?: Readonly<Record<string, string>>
  /** Of a list's items or a map's values. */
  readonly item?: string
  /** Of a map's keys. */
  readonly key?: string
  readonly enum?: readonly string[]
  /** Least and most: of a number, or of the length of a text, bytes, a list or a map. */
  readonly min?: number
  readonly max?: number
  /** A regular expression that the whole text satisfies. */
  readonly pattern?: string
  /** A whole number, of 32 or 64 bits. */
  readonly integer?: 'integer' | 'long'
}

/** The constraints of one service's implemented operations. */
export interface ServiceConstraints {
  /** An operation to the shape of its input. */
  readonly operations: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, Constraint>>
}

const NONE: ServiceConstraints = { operations: {}, shapes: {} }

/** The constraints of a service by its name in signatures; a service without a model demands nothing. */
export async function loadConstraints(scope: string): Promise<ServiceConstraints> {
  const file = new URL(`./constraints/${scope}.json`, import.meta.url)
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ServiceConstraints
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE
    throw error
  }
}
