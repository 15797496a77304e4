import { PROJECT } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import { loadBalancerDimension } from '../rules/alarms.ts'
import { dashboardBody } from '../rules/dashboard.ts'

export interface DashboardArgs {
  distributionId: pulumi.Input<string>
  regions: Regional<{
    loadBalancerArn: pulumi.Output<string>
    cluster: pulumi.Input<string>
    databaseId: pulumi.Input<string>
    verdictArns: pulumi.Input<string>[]
  }>
}

/** One dashboard for three regions. */
export class Dashboard extends Component {
  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Dashboard', name, opts)
    const subject = pulumi.output({ distributionId: args.distributionId, regions: args.regions })
    new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: `${PROJECT}-${name}`, dashboardBody: subject.apply(bodyOf) },
      { parent: this },
    )
    this.registerOutputs({})
  }
}

type Subject = pulumi.Unwrap<Pick<DashboardArgs, 'distributionId' | 'regions'>>

function bodyOf({ distributionId, regions }: Subject): string {
  const shown = Object.entries(regions).map(([region, { loadBalancerArn, ...rest }]) => [
    region,
    { ...rest, loadBalancer: loadBalancerDimension(loadBalancerArn) },
  ])
  return dashboardBody({ distributionId, regions: Object.fromEntries(shown) })
}
