import { dashboard } from './panels';

const byPod = 'sum by (namespace, pod)';

/** The workloads of a cluster: what they use, whether they are complete, what restarts. */
export function workloadsDashboard() {
  return dashboard({
    uid: 'workloads',
    title: 'Workloads',
    tags: ['cluster'],
    panels: [
      {
        title: 'CPU by pod',
        description: 'Cores in use, over five minutes.',
        queries: [
          { expression: `${byPod} (rate(container_cpu_usage_seconds_total[5m]))`, legend: '{{namespace}}/{{pod}}' },
        ],
      },
      {
        title: 'Memory by pod',
        description: 'What counts for the limit: a container beyond it is killed.',
        unit: 'bytes',
        queries: [{ expression: `${byPod} (container_memory_working_set_bytes)`, legend: '{{namespace}}/{{pod}}' }],
      },
      {
        title: 'Memory of its limit',
        description: 'Share of the limit that the fullest container of a pod uses.',
        unit: 'percentunit',
        queries: [
          {
            expression:
              'max by (namespace, pod) (max by (namespace, pod, container) (container_memory_working_set_bytes) / on (namespace, pod, container) kube_pod_container_resource_limits{resource="memory"})',
            legend: '{{namespace}}/{{pod}}',
          },
        ],
      },
      {
        title: 'CPU requested of the nodes',
        description: 'At 100 % no further pod finds room.',
        unit: 'percentunit',
        queries: [
          {
            expression:
              'sum(kube_pod_container_resource_requests{resource="cpu"} and on (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)) / sum(kube_node_status_allocatable{resource="cpu"})',
            legend: 'CPU',
          },
          {
            expression:
              'sum(kube_pod_container_resource_requests{resource="memory"} and on (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)) / sum(kube_node_status_allocatable{resource="memory"})',
            legend: 'memory',
          },
        ],
      },
      {
        title: 'Pods missing',
        description: 'Pods that should be ready and are not.',
        queries: [
          {
            expression: 'kube_deployment_spec_replicas - kube_deployment_status_replicas_available',
            legend: '{{namespace}}/{{deployment}}',
          },
          {
            expression: 'kube_statefulset_replicas - kube_statefulset_status_replicas_ready',
            legend: '{{namespace}}/{{statefulset}}',
          },
          {
            expression: 'kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_number_ready',
            legend: '{{namespace}}/{{daemonset}}',
          },
        ],
      },
      {
        title: 'Restarts in an hour',
        description: 'Containers that ended and were started again.',
        queries: [
          {
            expression: `${byPod} (increase(kube_pod_container_status_restarts_total[1h])) > 0`,
            legend: '{{namespace}}/{{pod}}',
          },
        ],
      },
      {
        title: 'Jobs',
        description: 'Jobs that run, and failed Jobs that are still kept.',
        queries: [
          { expression: 'sum by (namespace) (kube_job_status_active)', legend: 'running in {{namespace}}' },
          {
            expression: 'sum by (namespace) (kube_job_failed{condition="true"})',
            legend: 'failed in {{namespace}}',
          },
        ],
      },
      {
        title: 'Volumes',
        description: 'Share of each volume that is used.',
        unit: 'percentunit',
        queries: [
          {
            expression:
              'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes)',
            legend: '{{namespace}}/{{persistentvolumeclaim}}',
          },
        ],
      },
    ],
  });
}
