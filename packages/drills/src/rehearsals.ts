import type { RegionId } from '@meridian/topology'

/** An AWS FIS template, as the program names it, and the region to start it in. */
export interface RegionalExperiment {
  readonly template: 'tasks-stop' | 'network-lost' | 'cut-off' | 'writer-lost'
  readonly region: RegionId
}

/** How to rehearse a drill on AWS: the experiments and what differs from the drill, or why AWS FIS cannot. */
export type Rehearsal =
  | { readonly experiments: readonly RegionalExperiment[]; readonly differs: string }
  | { readonly experiments?: undefined; readonly impossible: string }

const at = (template: RegionalExperiment['template'], ...regions: readonly RegionId[]) =>
  regions.map((region) => ({ template, region }))

/**
 * For each drill, what breaks the same thing on AWS while us-east-1 writes; every region has every template, so with other
 * roles only the regions change. The operator's commands are the same as in the drill.
 */
export const REHEARSALS: Readonly<Record<string, Rehearsal>> = {
  'planned-switchover': {
    impossible:
      'Nothing breaks in it: it is a command, `npm run failover -- switchover`, and it runs on AWS as it is.',
  },
  'killed-task': {
    experiments: at('tasks-stop', 'us-east-1', 'us-west-2', 'ap-northeast-2'),
    differs: 'ECS asks the tasks to end and kills them after their grace period; the drill kills at once.',
  },
  'slow-link': {
    impossible:
      'FIS slows a network down only inside a task, through an SSM agent beside the service, whose role may create activations and pass roles. No task of this system may do that.',
  },
  'replication-paused': {
    impossible:
      'FIS pauses the replication of DynamoDB and of S3. Only AWS can hold back the storage of an Aurora global database.',
  },
  'commit-answers-lost': {
    experiments: at('cut-off', 'us-west-2', 'ap-northeast-2'),
    differs:
      'The shortest action takes a minute: one long cut while commits are under way, in place of five short ones.',
  },
  'load-balancer-lost': {
    experiments: at('network-lost', 'ap-northeast-2'),
    differs:
      'FIS has no action on a load balancer: its subnets lose their network, and those of the tasks and of the database with them.',
  },
  'seoul-cut': {
    experiments: at('cut-off', 'ap-northeast-2'),
    differs:
      'Replication goes on, as Aurora’s storage does not use the subnets; what fails is the way of Seoul’s writes.',
  },
  'frozen-database': {
    experiments: at('writer-lost', 'us-east-1'),
    differs:
      'FIS stops no process: the writer goes and another of its cluster takes over, so that connections break rather than hang. It needs a second instance.',
  },
  'control-plane-broken': {
    impossible:
      'FIS makes calls to EC2 and Kinesis fail, and to no other API. A failover that does not call us-east-1 rehearses the same.',
  },
  'region-loss': {
    experiments: at('network-lost', 'us-east-1'),
    differs:
      'The control plane of the region goes on, and so does replication: nothing is lost that the drill would count, and the way over is the same.',
  },
  'isolated-primary': {
    experiments: at('cut-off', 'us-east-1'),
    differs:
      'Replication goes on, so that nothing is lost; who writes, and who may not any more, is decided as in the drill. Ended early if visitors of us-east-1 see errors.',
  },
  'isolated-primary-restarts': {
    experiments: [...at('cut-off', 'us-east-1'), ...at('tasks-stop', 'us-east-1')],
    differs:
      'Begun one after the other. A new task may not start while the subnets are cut off from the registry; one that does start has to refuse writes.',
  },
  'failover-during-deployment': {
    experiments: at('network-lost', 'us-east-1'),
    differs: 'Begun while `npm run deploy-region` is under way in us-west-2, started by the same operator.',
  },
  cascade: {
    experiments: at('network-lost', 'us-east-1', 'us-west-2'),
    differs: 'The second one is started by hand, as the failover is called for; the control planes stay.',
  },
  'two-regions-lost': {
    experiments: at('network-lost', 'us-west-2', 'ap-northeast-2'),
    differs:
      'Their control planes and the replication to them go on; their services do not reach the writer, which is what its majority is made of.',
  },
}
