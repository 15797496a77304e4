import type { AssumeRoleRequest } from '@aws-sdk/client-sts'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  AssumeRole: honours<AssumeRoleRequest>({ RoleArn: true, RoleSessionName: true, DurationSeconds: true }),
  GetCallerIdentity: {},
}
