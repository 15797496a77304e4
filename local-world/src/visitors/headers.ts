import { HOP_BY_HOP } from '../kernel/hop-by-hop.ts'

/** Raw header pairs without the hop-by-hop ones; repeated fields are kept separate. */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  const named = new Set(HOP_BY_HOP)
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === 'connection')
      for (const name of (rawHeaders[index + 1] ?? '').split(',')) named.add(name.trim().toLowerCase())
  const kept: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2)
    if (!named.has(name.toLowerCase())) kept.push(name, value)
  }
  return kept
}
