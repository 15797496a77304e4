import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import type { RunningModule, World, WorldModule } from '../../kernel/module.ts'
import { type WireContext, WireFault, type WireService } from '../../kernel/wire-service.ts'

const ROLE_TYPE = 'aws:iam/role:Role'
const DEFAULT_DURATION_SECONDS = 3_600

const createControl = (world: World): WireService => ({
  scope: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  schemas: () => import('@aws-sdk/client-sts'),
  operations: {
    /** Shape measured against the SDK: Arn, UserId, Account. */
    GetCallerIdentity: (_: object, { principal }: WireContext): GetCallerIdentityResponse => ({
      Account: principal.accountId,
      Arn: principal.arn,
      UserId: principal.userId,
    }),
    AssumeRole: (request: AssumeRoleRequest, { principal }: WireContext) =>
      assumeRole(world, request, principal.arn),
  },
})

/** Any caller may assume any role of the program: trust policies are not evaluated. */
function assumeRole(
  { graph, trust }: World,
  request: AssumeRoleRequest,
  callerArn: string,
): AssumeRoleResponse {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds = DEFAULT_DURATION_SECONDS } = request
  const isRole = graph.nodes.some(({ type, outputs }) => type === ROLE_TYPE && outputs.arn === RoleArn)
  if (!isRole)
    throw new WireFault(
      'AccessDenied',
      `User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      403,
    )
  const session = trust.keys.issueSession({
    roleArn: RoleArn,
    sessionName: RoleSessionName,
    lastsMs: DurationSeconds * 1_000,
  })
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAtMs),
    },
    AssumedRoleUser: { Arn: session.principal.arn, AssumedRoleId: session.principal.userId },
  }
}

/** Tells a client who it is, which is the first thing that tools ask an endpoint. */
export const sts: WorldModule<undefined, RunningModule> = {
  name: 'sts',
  resources: {},
  needs: [],
  plan: () => undefined,
  start: async (_, world) => ({
    control: createControl(world),
    addresses: () => [],
    [Symbol.asyncDispose]: async () => {},
  }),
}
