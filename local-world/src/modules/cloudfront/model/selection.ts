/** Which headers, cookies or query strings a policy includes. */
export interface Selection {
  readonly mode: 'none' | 'all' | 'only' | 'except'
  /** Lower case for headers; as written for cookies and query strings. */
  readonly names: ReadonlySet<string>
}

export const NOTHING: Selection = { mode: 'none', names: new Set() }
export const EVERYTHING: Selection = { mode: 'all', names: new Set() }
export const only = (...names: readonly string[]): Selection => ({ mode: 'only', names: new Set(names) })
export const except = (...names: readonly string[]): Selection => ({ mode: 'except', names: new Set(names) })

export function selects(selection: Selection, name: string): boolean {
  switch (selection.mode) {
    case 'none':
      return false
    case 'all':
      return true
    case 'only':
      return selection.names.has(name)
    case 'except':
      return !selection.names.has(name)
  }
}

/** The selected parts of a raw query string, in their original order. */
export function selectQuery(query: string, ...selections: readonly Selection[]): string {
  if (query === '' || selections.some(({ mode }) => mode === 'all')) return query
  if (selections.every(({ mode }) => mode === 'none')) return ''
  const isMeant = (name: string) => selections.some((selection) => selects(selection, name))
  return query
    .split('&')
    .filter((part) => isMeant(part.split('=', 1)[0] ?? ''))
    .join('&')
}

/** The selected cookies of a Cookie header; undefined when there are none. */
export function selectCookies(
  cookies: string | undefined,
  ...selections: readonly Selection[]
): string | undefined {
  if (!cookies || selections.some(({ mode }) => mode === 'all')) return cookies || undefined
  if (selections.every(({ mode }) => mode === 'none')) return undefined
  const isMeant = (name: string) => selections.some((selection) => selects(selection, name))
  const kept = cookies.split('; ').filter((cookie) => isMeant(cookie.split('=', 1)[0] ?? ''))
  return kept.length > 0 ? kept.join('; ') : undefined
}
