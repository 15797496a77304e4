import { type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'
import { loadBalancerDimension, targetGroupDimension } from '../rules/alarms.ts'
import { SCALING_CPU_PERCENT, TIME_ZONES } from '../rules/schedules.ts'

export interface ServiceScalingArgs {
  region: RegionId
  clusterName: pulumi.Output<string>
  serviceNames: Readonly<Record<ServiceName, pulumi.Output<string>>>
  loadBalancerArn: pulumi.Output<string>
  targetGroupArns: Readonly<Record<ServiceName, pulumi.Output<string>>>
  settings: Pick<Settings, 'taskCount' | 'taskCountCeiling' | 'requestsPerTask' | 'taskSchedule'>
}

/** Scale out fast, in slowly: a region that has just taken over another's visitors must not shrink in the lull that follows. */
const SCALE_OUT_COOLDOWN_SECONDS = 60
const SCALE_IN_COOLDOWN_SECONDS = 300
const NAMESPACE = 'ecs'
const DIMENSION = 'ecs:service:DesiredCount'

/** Scales the task count of each of a region's services: by CPU, by requests, and by schedule. */
export class ServiceScaling extends Component {
  constructor(name: string, args: ServiceScalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:compute:ServiceScaling', name, opts)
    const parent = this
    const { settings } = args
    for (const service of SERVICE_NAMES) scale(service)
    this.registerOutputs({})

    function scale(service: ServiceName) {
      const target = createTarget(service)
      track(service, target, 'cpu', {
        targetValue: SCALING_CPU_PERCENT,
        predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      })
      track(service, target, 'requests', {
        targetValue: settings.requestsPerTask,
        predefinedMetricSpecification: {
          predefinedMetricType: 'ALBRequestCountPerTarget',
          resourceLabel: requestsOf(service),
        },
      })
      for (const { name: moment, cron, tasks } of settings.taskSchedule)
        createMoment(service, target, moment, cron, tasks)
    }

    function createTarget(service: ServiceName) {
      return new aws.appautoscaling.Target(
        `${name}-${service}`,
        {
          serviceNamespace: NAMESPACE,
          scalableDimension: DIMENSION,
          resourceId: pulumi.interpolate`service/${args.clusterName}/${args.serviceNames[service]}`,
          minCapacity: settings.taskCount,
          maxCapacity: settings.taskCountCeiling,
        },
        { parent },
      )
    }

    function track(
      service: ServiceName,
      target: aws.appautoscaling.Target,
      by: string,
      configuration: aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration,
    ) {
      new aws.appautoscaling.Policy(
        `${name}-${service}-${by}`,
        {
          policyType: 'TargetTrackingScaling',
          ...scaled(target),
          targetTrackingScalingPolicyConfiguration: {
            ...configuration,
            scaleOutCooldown: SCALE_OUT_COOLDOWN_SECONDS,
            scaleInCooldown: SCALE_IN_COOLDOWN_SECONDS,
          },
        },
        { parent },
      )
    }

    /** Changes the minimum, not the count itself: above it, load still decides. */
    function createMoment(
      service: ServiceName,
      target: aws.appautoscaling.Target,
      moment: string,
      cron: string,
      tasks: number,
    ) {
      new aws.appautoscaling.ScheduledAction(
        `${name}-${service}-${moment}`,
        {
          ...scaled(target),
          schedule: cron,
          timezone: TIME_ZONES[args.region],
          scalableTargetAction: { minCapacity: tasks, maxCapacity: settings.taskCountCeiling },
        },
        { parent },
      )
    }

    function scaled(target: aws.appautoscaling.Target) {
      const { resourceId, scalableDimension, serviceNamespace } = target
      return { resourceId, scalableDimension, serviceNamespace }
    }

    function requestsOf(service: ServiceName): pulumi.Output<string> {
      return pulumi
        .all([args.loadBalancerArn, args.targetGroupArns[service]])
        .apply(([balancer, group]) => `${loadBalancerDimension(balancer)}/${targetGroupDimension(group)}`)
    }
  }
}
