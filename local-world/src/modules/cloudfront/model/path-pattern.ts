/** A behaviour's path pattern: `*` matches any characters, `?` exactly one; case-sensitive, leading slash optional. */
export interface PathPattern {
  readonly text: string
  matches(path: string): boolean
}

export function createPathPattern(text: string): PathPattern {
  const withSlash = text.startsWith('/') || text.startsWith('*') ? text : `/${text}`
  const source = withSlash
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 's')
  return { text, matches: (path) => expression.test(path) }
}
