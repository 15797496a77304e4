import { DATABASE_PORT } from '@meridian/topology'

/** One line of a network ACL, as the provider expects it. */
export interface AclRule {
  readonly ruleNo: number
  readonly action: 'allow'
  readonly protocol: 'tcp' | 'icmp'
  readonly fromPort: number
  readonly toPort: number
  readonly icmpType?: number
  readonly icmpCode?: number
  readonly cidrBlock: string
}

const FIRST_RULE = 100
const FIRST_ICMP_RULE = 200
const STEP = 10
/** Ports of return traffic: network ACLs are stateless, so it must be allowed explicitly. */
const ANSWERS = { fromPort: 1024, toPort: 65_535 }
/** "Fragmentation needed": without it, large answers over a peering of smaller packets vanish. */
const TOO_LARGE = { fromPort: 0, toPort: 0, icmpType: 3, icmpCode: 4 }

/** Lets these blocks ask the database, and be answered; whatever no line allows is refused. */
export function databaseAclRules(clientCidrs: readonly string[]): { ingress: AclRule[]; egress: AclRule[] } {
  const lines = (first: number, fields: Omit<AclRule, 'ruleNo' | 'action' | 'cidrBlock'>) =>
    clientCidrs.map((cidrBlock, index) => ({
      ruleNo: first + index * STEP,
      action: 'allow' as const,
      ...fields,
      cidrBlock,
    }))
  return {
    ingress: [
      ...lines(FIRST_RULE, { protocol: 'tcp', fromPort: DATABASE_PORT, toPort: DATABASE_PORT }),
      ...lines(FIRST_ICMP_RULE, { protocol: 'icmp', ...TOO_LARGE }),
    ],
    egress: lines(FIRST_RULE, { protocol: 'tcp', ...ANSWERS }),
  }
}
