const patterns = new Map<string, RegExp>()

/** Stand-ins for literal `*` and `?` that a policy variable put into a pattern. */
const LITERALS: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001' }

/** The pattern that matches only this text. */
export function asLiteral(text: string): string {
  return text.replaceAll(/[*?]/g, (character) => LITERALS[character] ?? character)
}

/** The text that a pattern without wildcards represents. */
export function withoutLiterals(pattern: string): string {
  return pattern.replaceAll('\uE000', '*').replaceAll('\uE001', '?')
}

/** `*` is any text and `?` any one character; nothing else is special. */
export function fitsPattern(pattern: string, value: string, isCaseSensitive = true): boolean {
  if (!/[*?\uE000\uE001]/.test(pattern))
    return isCaseSensitive ? pattern === value : pattern.toLowerCase() === value.toLowerCase()
  return expressionOf(pattern, isCaseSensitive).test(value)
}

/** Actions are case-insensitive. */
export function fitsAction(pattern: string, action: string): boolean {
  return fitsPattern(pattern, action, false)
}

/**
 * ARNs are compared part by part, the last one as a whole: `*` in the account does not reach into the resource. Parts that a pattern
 * leaves out are any (IAM User Guide, IAM JSON policy elements: Resource, Incomplete ARNs).
 */
export function fitsArn(pattern: string, arn: string): boolean {
  if (!pattern.startsWith('arn:') || !arn.startsWith('arn:')) return fitsPattern(pattern, arn)
  const wanted = partsOf(pattern)
  const seen = partsOf(arn)
  return Array.from({ length: ARN_PARTS }, (_, index) => index).every((index) =>
    fitsPattern(wanted[index] ?? '*', seen[index] ?? ''),
  )
}

const ARN_PARTS = 6

/** `arn:partition:service:region:account:resource`; the resource keeps its own colons. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':')
  if (parts.length < ARN_PARTS) return parts
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}

/** The account that an ARN names; undefined where the service puts none in, as S3 does. */
export function accountOf(arn: string): string | undefined {
  return partsOf(arn)[4] || undefined
}

function expressionOf(pattern: string, isCaseSensitive: boolean): RegExp {
  const key = `${isCaseSensitive}${pattern}`
  const known = patterns.get(key)
  if (known) return known
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('\uE000', '\\*')
    .replaceAll('\uE001', '\\?')
  const expression = new RegExp(`^${source}$`, isCaseSensitive ? 's' : 'is')
  patterns.set(key, expression)
  return expression
}
