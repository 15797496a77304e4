import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { LOCAL_ACCOUNT_ID } from '../../kernel/resource-body.ts'
import type { WireService } from '../../kernel/wire-service.ts'

const control: WireService = {
  scope: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  schemas: () => import('@aws-sdk/client-sts'),
  operations: {
    /** Shape measured against the SDK: Arn, UserId, Account. */
    GetCallerIdentity: (): GetCallerIdentityResponse => ({
      Account: LOCAL_ACCOUNT_ID,
      Arn: `arn:aws:iam::${LOCAL_ACCOUNT_ID}:root`,
      UserId: LOCAL_ACCOUNT_ID,
    }),
  },
}

/** Tells a client who it is, which is the first thing that tools ask an endpoint. */
export const sts: WorldModule<undefined, RunningModule> = {
  name: 'sts',
  resources: {},
  needs: [],
  plan: () => undefined,
  start: async () => ({ control, addresses: () => [], [Symbol.asyncDispose]: async () => {} }),
}
