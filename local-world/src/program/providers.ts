import type { InvokeProvider, ResourceProvider } from '../kernel/resource-provider.ts'
import { ProgramError } from './errors.ts'

/** What the engine needs from the world's modules: the results of the provider they replace. */
export interface Providers {
  readonly resources: Readonly<Record<string, ResourceProvider>>
  readonly invokes: Readonly<Record<string, InvokeProvider>>
}

/** The part of a `WorldModule` that the engine needs. */
export interface ProviderSource {
  readonly name: string
  readonly resources: Readonly<Record<string, ResourceProvider>>
  readonly invokes?: Readonly<Record<string, InvokeProvider>>
}

/** Merges the tables of all modules; refuses a type or function that two of them claim. */
export function mergeProviders(modules: readonly ProviderSource[]): Providers {
  return {
    resources: mergeTables(modules, (module) => module.resources),
    invokes: mergeTables(modules, (module) => module.invokes ?? {}),
  }
}

function mergeTables<Provider>(
  modules: readonly ProviderSource[],
  tableOf: (module: ProviderSource) => Readonly<Record<string, Provider>>,
): Record<string, Provider> {
  const merged: Record<string, Provider> = {}
  const owners = new Map<string, string>()
  for (const module of modules) {
    for (const [token, provider] of Object.entries(tableOf(module))) {
      const owner = owners.get(token)
      if (owner !== undefined) {
        throw new ProgramError(
          'MERIDIAN_PROGRAM_PROVIDER_TAKEN',
          `Both "${owner}" and "${module.name}" provide ${token}; remove it from one of them`,
        )
      }
      owners.set(token, module.name)
      merged[token] = provider
    }
  }
  return merged
}
