import type { Rule } from './rule.ts'
import { CAPACITY_RULES } from './rules/capacity.ts'
import { CONTAINER_RULES } from './rules/containers.ts'
import { DELIVERY_RULES } from './rules/delivery.ts'
import { ENCRYPTION_RULES } from './rules/encryption.ts'
import { EXPOSURE_RULES } from './rules/exposure.ts'
import { IAM_RULES } from './rules/iam.ts'
import { ACCESS_JOIN_RULES } from './rules/joins/access.ts'
import { CALL_JOIN_RULES } from './rules/joins/calls.ts'
import { EDGE_JOIN_RULES } from './rules/joins/edge.ts'
import { FIGURE_JOIN_RULES } from './rules/joins/figures.ts'
import { NETWORK_JOIN_RULES } from './rules/joins/network.ts'
import { KEY_USE_RULES } from './rules/key-uses.ts'
import { LOGGING_RULES } from './rules/logging.ts'
import { MEMBER_RULES } from './rules/members.ts'
import { RECOVERY_RULES } from './rules/recovery.ts'
import { REGION_RULES } from './rules/regions.ts'
import { ROUTING_RULES } from './rules/routing.ts'
import { SECRET_RULES } from './rules/secrets.ts'
import { TLS_RULES } from './rules/tls.ts'

/** Rules about one thing, in the order in which the page shows them. */
export interface RuleFamily {
  readonly name: string
  readonly title: string
  readonly rules: readonly Rule[]
}

/** Every family of rules; a rule in none of them is not run. */
export const FAMILIES: readonly RuleFamily[] = [
  { name: 'encryption', title: 'Encryption', rules: ENCRYPTION_RULES },
  { name: 'exposure', title: 'Exposure', rules: EXPOSURE_RULES },
  { name: 'tls', title: 'TLS', rules: TLS_RULES },
  { name: 'iam', title: 'Roles and policies', rules: IAM_RULES },
  { name: 'secrets', title: 'Keys and secrets', rules: SECRET_RULES },
  { name: 'key-uses', title: 'Keys and those who use them', rules: KEY_USE_RULES },
  {
    name: 'access',
    title: 'Access that both sides allow',
    rules: [...ACCESS_JOIN_RULES, ...CALL_JOIN_RULES],
  },
  { name: 'paths', title: 'Paths through the network', rules: NETWORK_JOIN_RULES },
  { name: 'figures', title: 'Figures and names that have to agree', rules: FIGURE_JOIN_RULES },
  { name: 'edge', title: 'The edge and what it leads to', rules: EDGE_JOIN_RULES },
  { name: 'logging', title: 'Logs and records', rules: LOGGING_RULES },
  { name: 'containers', title: 'Containers', rules: CONTAINER_RULES },
  { name: 'capacity', title: 'Capacity', rules: CAPACITY_RULES },
  { name: 'recovery', title: 'Recovery and alarms', rules: RECOVERY_RULES },
  { name: 'members', title: 'Several regions: the global database', rules: MEMBER_RULES },
  { name: 'regions', title: 'Several regions: what each needs', rules: REGION_RULES },
  { name: 'routing', title: 'Several regions: DNS', rules: ROUTING_RULES },
  { name: 'delivery', title: 'Several regions: the edge', rules: DELIVERY_RULES },
]

/** Every rule. */
export const RULES: readonly Rule[] = FAMILIES.flatMap(({ rules }) => rules)
