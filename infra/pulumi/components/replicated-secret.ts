import { otherRegions, PROJECT, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { perRegion, type Regional } from '../regional.ts'
import { arnInRegion } from '../rules/arns.ts'
import type { RegionKeys } from './region-keys.ts'

export interface ReplicatedSecretArgs {
  /** Where the secret is written; every other region gets a read-only replica. */
  home: RegionId
  /** Each region's copy is encrypted with a key of that region. */
  keys: Regional<RegionKeys>
  recoveryDays: number
}

/** `meridian/<what>`, readable in every region even if any other region is lost. */
export function createReplicatedSecret(
  name: string,
  what: string,
  description: string,
  { home, keys, recoveryDays }: ReplicatedSecretArgs,
  parent: pulumi.Resource,
): aws.secretsmanager.Secret {
  return new aws.secretsmanager.Secret(
    name,
    {
      name: `${PROJECT}/${what}`,
      description,
      kmsKeyId: keys[home].dataKeyArn,
      replicas: otherRegions(home).map((region) => ({ region, kmsKeyId: keys[region].dataKeyArn })),
      recoveryWindowInDays: recoveryDays,
    },
    { parent },
  )
}

/** The secret's ARN in each region, known once it has a value. */
export function arnsOf(
  version: aws.secretsmanager.SecretVersion,
  home: RegionId,
): Regional<pulumi.Output<string>> {
  return perRegion((region) =>
    region === home ? version.arn : version.arn.apply((arn) => arnInRegion(arn, home, region)),
  )
}

/** A new value in each run, so the stored one has to be read back. */
export function drawPassword(passwordLength: number, parent: pulumi.Resource): pulumi.Output<string> {
  return aws.secretsmanager.getRandomPasswordOutput({ passwordLength, excludePunctuation: true }, { parent })
    .randomPassword
}
