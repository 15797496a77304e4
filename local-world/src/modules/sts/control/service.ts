import type { WireService } from '../../../kernel/wire-service.ts'
import type { StsControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { assumeRole } from './operations/assume-role.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * STS's query API.
 *
 * Absent: federation, web identity, session policies. Differs: trust policies are not evaluated.
 */
export function createStsControl(control: StsControl): WireService {
  return {
    scope: 'sts',
    protocol: 'query',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    schemas: () => import('@aws-sdk/client-sts'),
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      AssumeRole: assumeRole(control),
      GetCallerIdentity: getCallerIdentity(),
    },
  }
}
