import type { RequestMistake } from '@meridian/contract'
import type { FastifyRequest, FastifySchemaValidationError } from 'fastify'

/** More would not be read, and a body of unknown fields could cause thousands. */
const MOST_MISTAKES = 20

const PARTS = [
  ['params', 'path'],
  ['querystring', 'query'],
  ['headers', 'header'],
  ['body', 'body'],
] as const

/** Every mistake in a request, in plain words: Fastify itself stops at the first invalid part. */
export function mistakesIn(request: FastifyRequest): readonly RequestMistake[] {
  const values = {
    params: request.params,
    querystring: request.query,
    headers: request.headers,
    body: request.body,
  }
  return PARTS.flatMap(([part, where]) => {
    const validate = request.getValidationFunction(part)
    if (validate === undefined || validate(values[part] as object)) return []
    return (validate.errors ?? []).map((error) => describe(error, where))
  })
    .filter(isFirstAtItsPlace)
    .slice(0, MOST_MISTAKES)
}

/** Says what a field must be, by its `description`; never its value, which may be personal data. */
function describe(error: ValidationError, where: RequestMistake['in']): RequestMistake {
  const { keyword, params, instancePath, parentSchema } = error
  const mistake = (path: string, what: string): RequestMistake => {
    const name = path.slice(1).replaceAll('/', '.') || `The ${where}`
    return { in: where, pointer: `#${path}`, detail: `${path === '' ? name : `"${name}"`} ${what}.` }
  }
  if (keyword === 'required') return mistake(`${instancePath}/${params.missingProperty}`, 'is missing')
  if (keyword === 'additionalProperties')
    return mistake(`${instancePath}/${params.additionalProperty}`, 'is not a field of this request')
  return mistake(instancePath, `must be ${parentSchema?.description ?? 'a JSON object'}`)
}

/** Ajv's errors with its option `verbose`. */
type ValidationError = FastifySchemaValidationError & {
  readonly parentSchema?: { readonly [keyword: string]: unknown } | undefined
}

/** A field that breaks two rules counts as one mistake. */
function isFirstAtItsPlace(mistake: RequestMistake, index: number, all: readonly RequestMistake[]): boolean {
  return all.findIndex((other) => other.in === mistake.in && other.pointer === mistake.pointer) === index
}
