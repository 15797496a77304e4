import { DATABASE_READER, REGION_IDS } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { assumedByPeople, loginAs } from '../rules/database-access.ts'
import type { GlobalDatabase } from './global-database.ts'

export interface DatabaseReaderArgs {
  accountId: pulumi.Input<string>
  database: GlobalDatabase
}

/** Of a token it is fifteen minutes; of the role that makes tokens, an hour. */
const SESSION_SECONDS = 3_600

/**
 * People who read the database under their own names: IAM logs them in as one user, who can read everything and write nothing.
 *
 * The policy is separate, so that an Identity Center permission set can name it: Identity Center sessions do not prove MFA to
 * IAM (Identity Center itself requires it), and so cannot assume the role.
 */
export class DatabaseReader extends Component {
  constructor(name: string, args: DatabaseReaderArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:DatabaseReader', name, opts)
    const accountId = pulumi.output(args.accountId)
    const clusters = pulumi.all(
      REGION_IDS.map((region) =>
        pulumi.output({ region, accountId, resourceId: args.database.members[region].clusterResourceId }),
      ),
    )
    const policy = new aws.iam.Policy(
      name,
      {
        description: 'Logs in to the database as the user that reads',
        policy: clusters.apply((known) => JSON.stringify(loginAs(DATABASE_READER, known))),
      },
      { parent: this },
    )
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: accountId.apply((id) => JSON.stringify(assumedByPeople(id))),
        maxSessionDuration: SESSION_SECONDS,
      },
      { parent: this },
    )
    new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn: policy.arn }, { parent: this })
    this.registerOutputs({})
  }
}
