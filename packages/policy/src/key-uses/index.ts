import type { ResourceGraph } from '@meridian/resource-graph'
import type { KeyUse } from './key-use.ts'
import { roleUses } from './roles.ts'
import { serviceUses } from './services.ts'
import { storageUses } from './storage.ts'
import { topicUses } from './topics.ts'

export type { KeyUse } from './key-use.ts'

/** Every use of a key that the program causes. Uses without a key, or with another region's, are left out: other rules speak of them. */
export function keyUsesOf(graph: ResourceGraph): readonly KeyUse[] {
  return [...storageUses(graph), ...serviceUses(graph), ...topicUses(graph), ...roleUses(graph)].filter(
    ({ key, context }) => key !== '' && isOfRegion(key, String(context['kms:ViaService'] ?? '')),
  )
}

function isOfRegion(key: string, service: string): boolean {
  const [, , , region] = key.split(':')
  return region === undefined || service === '' || service.includes(`.${region}.`)
}
