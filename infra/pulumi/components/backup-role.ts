import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { assumedByService } from '../rules/policy-document.ts'

export interface BackupRoleArgs {
  accountId: pulumi.Input<string>
}

/** AWS's own policy for creating and copying recovery points; restoring needs another one, given to people on demand. */
const MAKES_BACKUPS = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup'

/** The role of AWS Backup in all regions. */
export class BackupRole extends Component {
  /** Known once the role has its policies. */
  readonly arn: pulumi.Output<string>

  constructor(name: string, args: BackupRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:BackupRole', name, opts)
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: pulumi
          .output(args.accountId)
          .apply((id) =>
            JSON.stringify(
              assumedByService('backup.amazonaws.com', { StringEquals: { 'aws:SourceAccount': id } }),
            ),
          ),
      },
      { parent: this },
    )
    const attached = new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: MAKES_BACKUPS },
      { parent: this },
    )
    this.arn = once(role.arn, attached)
    this.registerOutputs({ arn: this.arn })
  }
}
