import type { InvokeBody, ResourceBody } from '../kernel/resource-body.ts'
import { ProgramError } from './errors.ts'

/** What the engine asks of the world's modules: the answers of the provider they stand for. */
export interface Bodies {
  readonly resources: Readonly<Record<string, ResourceBody>>
  readonly invokes: Readonly<Record<string, InvokeBody>>
}

/** The part of a `WorldModule` that the engine needs. */
export interface BodySource {
  readonly name: string
  readonly resources: Readonly<Record<string, ResourceBody>>
  readonly invokes?: Readonly<Record<string, InvokeBody>>
}

/** The tables of all modules as one; a type or function that two of them claim is refused. */
export function mergeBodies(modules: readonly BodySource[]): Bodies {
  return {
    resources: mergeTables(modules, (module) => module.resources),
    invokes: mergeTables(modules, (module) => module.invokes ?? {}),
  }
}

function mergeTables<Body>(
  modules: readonly BodySource[],
  tableOf: (module: BodySource) => Readonly<Record<string, Body>>,
): Record<string, Body> {
  const merged: Record<string, Body> = {}
  const owners = new Map<string, string>()
  for (const module of modules) {
    for (const [token, body] of Object.entries(tableOf(module))) {
      const owner = owners.get(token)
      if (owner !== undefined) {
        throw new ProgramError(
          'MERIDIAN_PROGRAM_BODY_TAKEN',
          `Both "${owner}" and "${module.name}" give a body to ${token}; remove it from one of them`,
        )
      }
      owners.set(token, module.name)
      merged[token] = body
    }
  }
  return merged
}
