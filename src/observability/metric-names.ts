/**
 * Metrics that the scraped programs serve and that rules and dashboards may use, by scrape job. Of the API server, the
 * kubelets and cAdvisor nothing else is kept: they serve many thousand series that nobody looks at.
 *
 * Sources: kubelet and cAdvisor as in Kubernetes 1.36; kube-state-metrics 2.20 docs; KEDA 2.20 docs, Prometheus; RabbitMQ docs,
 * Prometheus; Prometheus 3.14's own page.
 */
export const servedMetrics = {
  'kubernetes-apiservers': [
    'apiserver_current_inflight_requests',
    'apiserver_request_terminations_total',
    'apiserver_request_total',
    'apiserver_storage_objects',
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
  ],
  'kubernetes-nodes': [
    'kubelet_running_containers',
    'kubelet_running_pods',
    'kubelet_volume_stats_available_bytes',
    'kubelet_volume_stats_capacity_bytes',
    'kubelet_volume_stats_inodes',
    'kubelet_volume_stats_inodes_free',
    'kubelet_volume_stats_used_bytes',
    'storage_operation_duration_seconds_count',
  ],
  'kubernetes-cadvisor': [
    'container_cpu_cfs_periods_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_cpu_usage_seconds_total',
    'container_fs_usage_bytes',
    'container_memory_working_set_bytes',
    'container_network_receive_bytes_total',
    'container_network_transmit_bytes_total',
    'container_oom_events_total',
    'machine_cpu_cores',
    'machine_memory_bytes',
  ],
  'kube-state-metrics': [
    'kube_cronjob_status_last_successful_time',
    'kube_daemonset_status_desired_number_scheduled',
    'kube_daemonset_status_number_ready',
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_available',
    'kube_job_complete',
    'kube_job_failed',
    'kube_job_owner',
    'kube_job_status_active',
    'kube_job_status_start_time',
    'kube_node_status_allocatable',
    'kube_node_status_condition',
    'kube_persistentvolumeclaim_status_phase',
    'kube_pod_container_resource_limits',
    'kube_pod_container_resource_requests',
    'kube_pod_container_status_last_terminated_reason',
    'kube_pod_container_status_restarts_total',
    'kube_pod_container_status_terminated_reason',
    'kube_pod_container_status_waiting_reason',
    'kube_pod_init_container_status_waiting_reason',
    'kube_pod_owner',
    'kube_pod_status_phase',
    'kube_resourcequota',
    'kube_statefulset_replicas',
    'kube_statefulset_status_replicas_ready',
  ],
  keda: [
    'keda_internal_scale_loop_latency_seconds',
    'keda_scaled_job_errors_total',
    'keda_scaler_active',
    'keda_scaler_detail_errors_total',
    'keda_scaler_metrics_latency_seconds',
    'keda_scaler_metrics_value',
  ],
  'kubernetes-pods': [
    'rabbitmq_alarms_free_disk_space_watermark',
    'rabbitmq_alarms_memory_used_watermark',
    'rabbitmq_connections',
    'rabbitmq_disk_space_available_bytes',
  ],
  'rabbitmq-queues': [
    'rabbitmq_detailed_queue_consumers',
    'rabbitmq_detailed_queue_messages',
    'rabbitmq_detailed_queue_messages_ready',
    'rabbitmq_detailed_queue_messages_unacked',
  ],
  prometheus: [
    'prometheus_config_last_reload_successful',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_tsdb_head_series',
    'prometheus_tsdb_storage_blocks_bytes',
  ],
} as const satisfies Record<string, readonly string[]>;

/** Metrics that Prometheus itself makes for every target and every alert. */
export const ownMetrics = ['ALERTS', 'scrape_duration_seconds', 'scrape_samples_scraped', 'up'] as const;
