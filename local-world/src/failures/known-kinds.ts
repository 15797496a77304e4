import type { FailureKind, PreparedFailure } from '../kernel/failure.ts'
import type { FailureFields } from '../kernel/failure-fields.ts'
import { WORLD_FAILURES } from './kinds/index.ts'
import type { StartedModule, WorldParts } from './world-parts.ts'

/** A kind bound to the target that it breaks. */
export interface KnownKind {
  readonly kind: string
  prepare(fields: FailureFields): PreparedFailure
}

/** Every failure kind of this world: those of its modules, then those of the world itself. */
export function knownKinds(modules: readonly StartedModule[], parts: WorldParts): readonly KnownKind[] {
  return [
    ...modules.flatMap(({ module, running }) => (module.failures ?? []).map((kind) => bound(kind, running))),
    ...WORLD_FAILURES.map((kind) => bound(kind, parts)),
  ]
}

const bound = <Target>(kind: FailureKind<Target>, target: Target): KnownKind => ({
  kind: kind.kind,
  prepare: (fields) => kind.prepare(fields, target),
})
