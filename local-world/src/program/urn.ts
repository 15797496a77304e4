import { createHash } from 'node:crypto'
import type { Urn } from '@meridian/resource-graph'

export const STACK_TYPE = 'pulumi:pulumi:Stack'

const SEPARATOR = '::'

/** A resource's URN: its own type is preceded by the types of its parents, except the stack's. */
export function createUrn(
  stack: string,
  project: string,
  parent: Urn | undefined,
  type: string,
  name: string,
): Urn {
  const parentTypes = parent?.split(SEPARATOR)[2]
  const qualifiedType = parentTypes && parentTypes !== STACK_TYPE ? `${parentTypes}$${type}` : type
  return [`urn:pulumi:${stack}`, project, qualifiedType, name].join(SEPARATOR)
}

const ALPHABETS = {
  hex: '0123456789abcdef',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
} as const

export type Alphabet = keyof typeof ALPHABETS

/** Characters that depend only on the URN but look as random as AWS's ids. */
export function suffixOf(urn: Urn, length: number, alphabet: Alphabet = 'hex'): string {
  const letters = ALPHABETS[alphabet]
  let number = BigInt(`0x${createHash('sha512').update(urn).digest('hex')}`)
  let suffix = ''
  while (suffix.length < length) {
    suffix += letters[Number(number % BigInt(letters.length))]
    number /= BigInt(letters.length)
  }
  return suffix
}

/** A provider reference is the provider's URN, `::`, and its id. */
export function urnOfReference(reference: string): Urn {
  return reference.slice(0, reference.lastIndexOf(SEPARATOR))
}
