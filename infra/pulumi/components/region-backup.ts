import { PROJECT, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'

export interface RegionBackupArgs {
  region: RegionId
  keyArn: pulumi.Input<string>
  /** Known when it may back up and copy. */
  roleArn: pulumi.Input<string>
  /** The region's member of the global database: any of them may be the last one left. */
  clusterArn: pulumi.Input<string>
  retentionDays: number
  /** Account whose vault of the same name, in the same region, gets a copy. */
  copyAccountId?: string
}

/** 05:00 UTC, an hour in which neither America nor Korea is at its busiest. */
const EVERY_NIGHT = 'cron(0 5 * * ? *)'
const START_MINUTES = 60
const COMPLETION_MINUTES = 480

/**
 * A region's recovery points, in a vault that cannot be emptied early while its lock is in place.
 *
 * The lock is of the governance kind: anyone with permission to change the lock can remove it. The other kind, compliance,
 * cannot be removed by anybody, AWS included, until the last recovery point has expired.
 */
export class RegionBackup extends Component {
  constructor(name: string, args: RegionBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:RegionBackup', name, opts)
    const parent = this

    optIn()
    const vaultName = createVault()
    const plan = createPlan()
    createSelection()
    this.registerOutputs({})

    /** A new account has to opt Aurora in to AWS Backup in each region: without it, the plan runs and finds nothing. */
    function optIn(): void {
      new aws.backup.RegionSettings(name, { resourceTypeOptInPreference: { Aurora: true } }, { parent })
    }

    function createVault(): pulumi.Output<string> {
      const vault = new aws.backup.Vault(name, { kmsKeyArn: args.keyArn }, { parent })
      const lock = new aws.backup.VaultLockConfiguration(
        name,
        { backupVaultName: vault.name, minRetentionDays: args.retentionDays },
        { parent },
      )
      return once(vault.name, lock)
    }

    function createPlan() {
      const lifecycle = { deleteAfter: args.retentionDays }
      const copyTo = args.copyAccountId
      return new aws.backup.Plan(
        name,
        {
          rules: [
            {
              ruleName: 'continuous',
              targetVaultName: vaultName,
              schedule: EVERY_NIGHT,
              startWindow: START_MINUTES,
              completionWindow: COMPLETION_MINUTES,
              // Any second of the retention; AWS Backup takes over the cluster's own retention, so both are the same number.
              enableContinuousBackup: true,
              lifecycle,
              ...(copyTo && {
                copyActions: [
                  {
                    destinationVaultArn: `arn:aws:backup:${args.region}:${copyTo}:backup-vault:${PROJECT}-copies`,
                    lifecycle,
                  },
                ],
              }),
            },
          ],
        },
        { parent },
      )
    }

    function createSelection() {
      new aws.backup.Selection(
        name,
        { planId: plan.id, iamRoleArn: args.roleArn, resources: [args.clusterArn] },
        { parent },
      )
    }
  }
}
