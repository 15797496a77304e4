import type { NormalizedSchema } from '@smithy/core/schema'
import type { MemberTree } from '../kernel/honoured-members.ts'
import { AwsError } from '../kernel/wire-service.ts'

type Members = Readonly<Record<string, unknown>>

/** Throws an AWS error naming a member that is set but that the operation would ignore. */
export function refuseUnhonoured(
  operation: string,
  schema: NormalizedSchema,
  honoured: MemberTree,
  input: Members,
): void {
  const path = schema.isStructSchema() ? unhonoured(schema, honoured, input) : undefined
  if (path === undefined) return
  throw new AwsError(
    'NotImplemented',
    `${operation} does not honour ${path} in the local world; a request that needs it is refused.`,
  )
}

function unhonoured(schema: NormalizedSchema, honoured: MemberTree, values: Members): string | undefined {
  for (const [name, member] of schema.structIterator()) {
    const value = values[name]
    if (saysNothing(value)) continue
    const parts = Object.hasOwn(honoured, name) ? honoured[name] : undefined
    if (parts === undefined) return name
    if (typeof parts !== 'object') continue
    const inner = unhonouredPart(member, parts, value)
    if (inner !== undefined) return `${name}.${inner}`
  }
  return undefined
}

function unhonouredPart(schema: NormalizedSchema, parts: MemberTree, value: unknown): string | undefined {
  if (schema.isStructSchema()) return unhonoured(schema, parts, value as Members)
  if (!schema.isListSchema()) return undefined
  for (const [at, item] of (value as readonly unknown[]).entries()) {
    const inner = unhonouredPart(schema.getValueSchema(), parts, item)
    if (inner !== undefined) return `${at + 1}.member.${inner}`
  }
  return undefined
}

/** Some clients send empty lists and structures where others omit them. */
const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array) &&
    Object.keys(value).length === 0)
