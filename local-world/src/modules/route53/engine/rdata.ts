import type { Answer } from 'dns-packet'

/** Turns a record's value, as the API writes it, into what goes on the wire; undefined for what can not be encoded. */
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
      // The library writes types that it has no encoder for as they come.
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

/** `"a" "b"` → two strings. */
function quotedStrings(value: string): string[] {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '')
  return quoted.length > 0 ? quoted.map((text) => text.replace(/\\(.)/g, '$1')) : [value]
}

const lengthAndText = (text: string): Buffer =>
  Buffer.from(`${String.fromCharCode(text.length)}${text}`, 'latin1')

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
