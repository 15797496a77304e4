import { randomInt } from 'node:crypto'
import { Attributes } from '@meridian/resource-graph'
import { InvalidSecretError } from '../errors.ts'

const CHARACTERS = {
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const

const DEFAULT_LENGTH = 32

/** GetRandomPassword: every included character type occurs, unless the caller disables that. */
export function randomPassword(args: Readonly<Record<string, unknown>>): string {
  const options = new Attributes(args)
  const length = options.number('passwordLength', DEFAULT_LENGTH)
  const kinds = includedKinds(options)
  const alphabet = kinds.join('')
  if (alphabet === '') {
    throw new InvalidSecretError('getRandomPassword excludes every character; include at least one kind')
  }
  const required = options.boolean('requireEachIncludedType', true) ? kinds : []
  if (length < required.length) {
    throw new InvalidSecretError(
      `getRandomPassword was asked for ${length} characters but ${required.length} kinds must occur; raise passwordLength`,
    )
  }
  const chosen = [...required, ...Array<string>(length - required.length).fill(alphabet)].map(oneOf)
  return shuffled(chosen).join('')
}

function includedKinds(options: Attributes): readonly string[] {
  const excluded = new Set(options.text('excludeCharacters'))
  const kinds = [
    options.boolean('excludeLowercase') ? '' : CHARACTERS.lowercase,
    options.boolean('excludeUppercase') ? '' : CHARACTERS.uppercase,
    options.boolean('excludeNumbers') ? '' : CHARACTERS.numbers,
    options.boolean('excludePunctuation') ? '' : CHARACTERS.punctuation,
    options.boolean('includeSpace') ? ' ' : '',
  ]
  return kinds
    .map((kind) => [...kind].filter((character) => !excluded.has(character)).join(''))
    .filter(Boolean)
}

const oneOf = (characters: string): string => characters.charAt(randomInt(characters.length))

function shuffled(items: readonly string[]): readonly string[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const moved = result[last] ?? ''
    result[last] = result[other] ?? ''
    result[other] = moved
  }
  return result
}
