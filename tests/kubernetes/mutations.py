"""For each policy, manifests that break it: a policy that finds nothing in them is no check."""

from cluster import containers, pod


def labels(cluster):
    return cluster.of("Namespace")[0]["metadata"]["labels"]


def arguments(cluster, name, old, new):
    """Replaces an argument by others."""
    container = cluster.container(name)
    at = container["args"].index(old)
    container["args"][at : at + 1] = new


def remove(cluster, kind, name):
    cluster.objects.remove(cluster.named(kind, name))


def variable(cluster, name, value):
    """Changes a value in the ConfigMap of the run."""
    for each in cluster.of("ConfigMap"):
        if name in each["data"]:
            each["data"][name] = value


def policy(cluster, name):
    return cluster.named("NetworkPolicy", name)["spec"]


MUTATIONS = [
    ("namespace", lambda c: labels(c).pop("pod-security.kubernetes.io/enforce")),
    ("namespace", lambda c: c.named("Service", "compute")["metadata"].update(namespace="default")),
    ("services", lambda c: containers(c.workload("trainer")).append({"name": "other"})),
    ("services", lambda c: remove(c, "Deployment", "trainer")),
    ("confinement", lambda c: pod(c.workload("trainer"))["securityContext"].update(runAsUser=0)),
    ("confinement", lambda c: pod(c.workload("trainer"))["securityContext"].pop("runAsNonRoot")),
    ("confinement", lambda c: c.container("compute")["securityContext"].update(readOnlyRootFilesystem=False)),
    ("confinement", lambda c: c.container("compute")["securityContext"]["capabilities"].update(add=["NET_RAW"])),
    ("confinement", lambda c: c.container("compute")["securityContext"].update(privileged=True)),
    ("confinement", lambda c: pod(c.workload("compute")).update(hostNetwork=True)),
    ("confinement", lambda c: c.container("compute")["ports"][0].update(hostPort=7102)),
    ("confinement", lambda c: pod(c.workload("trainer")).pop("automountServiceAccountToken")),
    ("confinement", lambda c: pod(c.workload("trainer")).pop("enableServiceLinks")),
    ("volumes", lambda c: c.container("orchestrator")["volumeMounts"][0].pop("readOnly")),
    ("volumes", lambda c: pod(c.workload("trainer")).update(volumes=[{"name": "node", "hostPath": {"path": "/"}}])),
    ("resources", lambda c: c.container("trainer")["resources"]["limits"].pop("memory")),
    ("images", lambda c: c.container("trainer").update(image="pangea/trainer:latest")),
    ("images", lambda c: c.container("trainer").update(image="pangea/compute:1")),
    ("probes", lambda c: c.container("orchestrator").pop("livenessProbe")),
    ("probes", lambda c: c.container("orchestrator")["readinessProbe"]["httpGet"].update(path="/healthz")),
    ("known_flags", lambda c: c.container("trainer")["args"].append("--orchestrater=orchestrator:7101")),
    ("known_flags", lambda c: c.container("trainer")["args"].append("--health-port=8103")),
    ("known_flags", lambda c: c.container("trainer")["args"].append("--name=one")),
    ("known_flags", lambda c: c.container("trainer")["env"].append({"name": "PANGEA_NAMES", "value": "one"})),
    ("known_flags", lambda c: c.container("trainer")["env"][1]["valueFrom"]["configMapKeyRef"].update(key="NONE")),
    ("known_flags", lambda c: arguments(c, "compute", "--data-root=/data", [])),
    ("joining", lambda c: c.container("trainer")["env"].pop()),
    ("joining", lambda c: c.container("compute")["env"][0].update(value="secret", valueFrom=None)),
    ("joining", lambda c: c.container("orchestrator")["args"].append("--insecure")),
    ("ports", lambda c: arguments(c, "compute", "--port=7102", ["--port=7103"])),
    ("ports", lambda c: arguments(c, "compute", "--host=0.0.0.0", [])),
    ("ports", lambda c: c.container("orchestrator")["args"].append("--dashboard-host=0.0.0.0")),
    ("ports", lambda c: c.container("trainer")["ports"][0].update(containerPort=8104)),
    ("addresses", lambda c: arguments(c, "trainer", "--orchestrator=orchestrator:7101", ["--orchestrator=orchestrator:7102"])),
    ("addresses", lambda c: arguments(c, "trainer", "--orchestrator=orchestrator:7101", ["--orchestrator=compute:7102"])),
    ("addresses", lambda c: arguments(c, "trainer", "--orchestrator=orchestrator:7101", ["--orchestrator=pangea:7101"])),
    ("addresses", lambda c: c.named("Service", "compute")["spec"]["ports"][0].update(targetPort="health")),
    ("addresses", lambda c: c.named("Service", "compute")["spec"]["selector"].update(other="label")),
    ("addresses", lambda c: variable(c, "PANGEA_COMPUTE", "compute-9.compute:7102")),
    ("addresses", lambda c: remove(c, "NetworkPolicy", "compute")),
    ("addresses", lambda c: policy(c, "trainer")["egress"].pop(0)),
    ("addresses", lambda c: policy(c, "orchestrator")["ingress"][0]["ports"][0].update(port=7102)),
    ("replicas", lambda c: c.workload("compute")["spec"].update(replicas=3)),
    ("replicas", lambda c: c.workload("orchestrator")["spec"].update(replicas=2)),
    ("replicas", lambda c: variable(c, "PANGEA_MIN_TRAINERS", "9")),
    ("resuming", lambda c: arguments(c, "orchestrator", "--resume=auto", [])),
    ("resuming", lambda c: arguments(c, "orchestrator", "--stay", [])),
    ("resuming", lambda c: arguments(c, "orchestrator", "--run-directory=/runs", ["--run-directory=/tmp"])),
    ("resuming", lambda c: c.workload("orchestrator")["spec"].pop("volumeClaimTemplates")),
    ("resuming", lambda c: pod(c.workload("orchestrator"))["securityContext"].pop("fsGroup")),
    ("resuming", lambda c: pod(c.workload("trainer")).update(terminationGracePeriodSeconds=5)),
    ("job", lambda c: arguments(c, "orchestrator", "/etc/pangea/job.yaml", ["/etc/pangea/work.yaml"])),
    ("job", lambda c: variable(c, "job.yaml", "name: other\n")),
    ("isolation", lambda c: remove(c, "NetworkPolicy", "nothing")),
    ("isolation", lambda c: policy(c, "metrics")["ingress"][0].pop("from")),
    ("isolation", lambda c: policy(c, "metrics")["ingress"][0]["ports"].append({"protocol": "TCP", "port": 8100})),
    ("isolation", lambda c: policy(c, "trainer")["podSelector"]["matchLabels"].update({"app.kubernetes.io/component": "none"})),
    ("disruption", lambda c: remove(c, "PodDisruptionBudget", "trainer")),
    ("disruption", lambda c: c.named("PodDisruptionBudget", "trainer")["spec"].update(maxUnavailable=0)),
    ("disruption", lambda c: c.named("PodDisruptionBudget", "trainer")["spec"].update(maxUnavailable="100%")),
]
