/**
 * PromQL: the running pods of Jobs, by the name of their Job. `kube_job_status_active` counts pods that wait for room too.
 *
 * @param matchers of the pods, such as `namespace="shop"`
 */
export function runningPodsByJob(matchers = ''): string {
  const owned = `kube_pod_owner{${[matchers, 'owner_kind="Job"'].filter(Boolean).join(',')}}`;
  const running = 'on (namespace, pod) (kube_pod_status_phase{phase="Running"} == 1)';
  return `label_replace(${owned} and ${running}, "job_name", "$1", "owner_name", "(.+)")`;
}
