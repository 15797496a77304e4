import { isIPv4, isIPv6 } from 'node:net'

const MOST_LABEL_OCTETS = 63
const MOST_NAME_OCTETS = 255
const MOST_TEXT_CHARACTERS = 255
const MOST_16_BITS = 65_535
const MOST_32_BITS = 4_294_967_295
const CAA_TAGS = ['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone', 'issuemail', 'issuevmc']
/** `"…" "…"`: quotation marks inside are escaped. */
const CHARACTER_STRINGS = /^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/s
const CHARACTER_STRING = /"((?:[^"\\]|\\.)*)"/gs
const PRINTABLE = /^[\x21-\x7e]*$/

type Check = (value: string) => string | undefined

/** The problem of a value of a type, as Route 53's error name and text; undefined if it is valid. */
export function valueProblem(type: string, value: string): string | undefined {
  const problem = CHECKS[type]?.(value)
  return problem && `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`
}

/** The problem of a domain name as written: `\052` is one octet. */
export function nameProblem(name: string): string | undefined {
  const octets = name.replace(/\\\d{3}/g, 'x').replace(/\.$/, '')
  if (!PRINTABLE.test(octets)) return 'UnsupportedCharacter (Value contains unsupported characters)'
  const labels = octets.split('.')
  if (labels.some((label) => label === '')) return 'DomainLabelEmpty (Domain label is empty)'
  if (labels.some((label) => label.length > MOST_LABEL_OCTETS))
    return 'DomainLabelTooLong (Domain label is too long)'
  // On the wire, a name has a length byte before each label and an empty label at its end.
  return octets.length + 2 > MOST_NAME_OCTETS ? 'DomainNameTooLong (Domain name is too long)' : undefined
}

const CHECKS: Readonly<Record<string, Check>> = {
  A: (value) => (isIPv4(value) ? undefined : 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'),
  AAAA: (value) =>
    isIPv6(value) && !value.includes('%')
      ? undefined
      : 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)',
  CNAME: nameProblem,
  NS: nameProblem,
  PTR: nameProblem,
  TXT: textProblem,
  SPF: textProblem,
  MX: fields('MX', number(MOST_16_BITS), targetName),
  SRV: fields('SRV', number(MOST_16_BITS), number(MOST_16_BITS), number(MOST_16_BITS), targetName),
  SOA: fields('SOA', nameProblem, nameProblem, ...Array<Check>(5).fill(number(MOST_32_BITS))),
  CAA: certificationProblem,
}

/** `.` means that there is no service. */
function targetName(value: string): string | undefined {
  return value === '.' ? undefined : nameProblem(value)
}

function fields(type: string, ...checks: readonly Check[]): Check {
  return (value) => {
    const parts = value.split(/\s+/)
    if (parts.length !== checks.length)
      return `${type}RRDATAInvalidTokenCount (Value should have ${checks.length} space-separated fields)`
    for (const [at, check] of checks.entries()) {
      const problem = check(parts[at] ?? '')
      if (problem) return problem
    }
    return undefined
  }
}

function number(most: number): Check {
  return (value) =>
    /^\d+$/.test(value) && Number(value) <= most
      ? undefined
      : `InvalidNumber (Value should be a number from 0 to ${most})`
}

function textProblem(value: string): string | undefined {
  if (!CHARACTER_STRINGS.test(value))
    return 'InvalidCharacterString (Value should be enclosed in quotation marks)'
  const tooLong = [...value.matchAll(CHARACTER_STRING)].some(
    ([, text = '']) => text.replace(/\\(\d{3}|.)/gs, 'x').length > MOST_TEXT_CHARACTERS,
  )
  return tooLong ? 'CharacterStringTooLong (Value is too long)' : undefined
}

function certificationProblem(value: string): string | undefined {
  const [, flags = '', tag = '', text = ''] = /^(\S+)\s+(\S+)\s+(.+)$/s.exec(value) ?? []
  if (text === '') return 'CAARRDATAInvalidTokenCount (Value should have 3 space-separated fields)'
  if (!CAA_TAGS.includes(tag)) return `CAARRDATAInvalidTag (Tag should be one of ${CAA_TAGS.join(', ')})`
  return number(255)(flags) ?? textProblem(text)
}
