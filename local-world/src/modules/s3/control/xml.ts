import type { RawAnswer } from '../../../kernel/wire-service.ts'

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one)

/** Elements in order; a list repeats its name. Undefined values are left out. */
export type Elements = readonly (readonly [
  name: string,
  value: string | number | boolean | Elements | undefined,
])[]

export function elements(list: Elements): string {
  return list
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const inner = Array.isArray(value) ? elements(value as Elements) : escaped(String(value))
      return `<${name}>${inner}</${name}>`
    })
    .join('')
}

export function document(root: string, list: Elements, status = 200): RawAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${elements(list)}</${root}>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
