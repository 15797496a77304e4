import type { Answer } from 'dns-packet'

/** Converts a record's value from the API's notation to wire format; undefined for what cannot be encoded. */
export function wireAnswer(name: string, type: string, ttl: number, value: string): Answer | undefined {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { name, type, ttl, data: value }
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { name, type, ttl, data: value.replace(/\.$/, '') }
    case 'TXT':
      return { name, type, ttl, data: quotedStrings(value) }
    case 'SPF':
      // dns-packet writes types without an encoder as raw bytes.
      return {
        name,
        type,
        ttl,
        data: Buffer.concat(quotedStrings(value).map(lengthAndText)),
      } as unknown as Answer
    case 'MX': {
      const [preference = '0', exchange = '.'] = value.split(' ')
      return { name, type, ttl, data: { preference: Number(preference), exchange } }
    }
    case 'SRV': {
      const [priority, weight, port, target = '.'] = value.split(' ')
      const data = { priority: Number(priority), weight: Number(weight), port: Number(port), target }
      return { name, type, ttl, data }
    }
    case 'CAA': {
      const [flags, tag = 'issue', text = ''] = value.split(' ')
      const data = { flags: Number(flags), tag: tag as 'issue', value: text.replaceAll('"', '') }
      return { name, type, ttl, data }
    }
    case 'SOA':
      return { name, type, ttl, data: startOfAuthority(value) }
    case 'HINFO':
      return { name, type, ttl, data: { cpu: value, os: '' } }
    default:
      return undefined
  }
}

/** `"a" "b"` → two strings, as bytes. */
function quotedStrings(value: string): Buffer[] {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '')
  return quoted.length > 0 ? quoted.map(unescaped) : [Buffer.from(value)]
}

/** `\\351` is the byte with that octal number, `\\"` a quotation mark. */
function unescaped(text: string): Buffer {
  const parts = text.split(/(\\[0-3][0-7]{2}|\\.)/)
  return Buffer.concat(
    parts.map((part) => {
      if (!part.startsWith('\\')) return Buffer.from(part)
      const digits = part.slice(1)
      return digits.length === 3 ? Buffer.from([Number.parseInt(digits, 8)]) : Buffer.from(digits)
    }),
  )
}

const lengthAndText = (text: Buffer): Buffer => Buffer.concat([Buffer.from([text.length]), text])

function startOfAuthority(value: string) {
  const [mname = '', rname = '', serial, refresh, retry, expire, minimum] = value.split(' ')
  return {
    mname: mname.replace(/\.$/, ''),
    rname: rname.replace(/\.$/, ''),
    serial: Number(serial),
    refresh: Number(refresh),
    retry: Number(retry),
    expire: Number(expire),
    minimum: Number(minimum),
  }
}
