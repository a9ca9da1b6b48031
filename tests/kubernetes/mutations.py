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


def entry(cluster, service, name):
    """A variable of a service."""
    return next(each for each in cluster.container(service)["env"] if each["name"] == name)


def plain(entry):
    """Has a value stand in the manifest."""
    entry.pop("valueFrom")
    entry["value"] = "secret"


def secret(cluster, service):
    """The secret with a service's key, as it is mounted."""
    return next(each["secret"] for each in pod(cluster.workload(service))["volumes"] if each["name"] == "tls")


def mount(cluster, service):
    """Where it is mounted."""
    return next(each for each in cluster.container(service)["volumeMounts"] if each["name"] == "tls")


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
    ("volumes", lambda c: mount(c, "compute").pop("readOnly")),
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
    ("joining", lambda c: entry(c, "trainer", "PANGEA_TOKEN").update(name="PANGEA_NAME")),
    ("joining", lambda c: plain(entry(c, "compute", "PANGEA_TOKEN"))),
    ("joining", lambda c: plain(entry(c, "orchestrator", "PANGEA_DASHBOARD_TOKEN"))),
    ("joining", lambda c: entry(c, "orchestrator", "PANGEA_DASHBOARD_TOKEN")["valueFrom"]["secretKeyRef"].update(name="join-token")),
    ("joining", lambda c: c.container("trainer")["env"].append(entry(c, "orchestrator", "PANGEA_DASHBOARD_TOKEN"))),
    ("joining", lambda c: c.container("orchestrator")["args"].append("--insecure")),
    ("joining", lambda c: c.container("compute")["env"].append({"name": "PANGEA_INSECURE", "value": "true"})),
    ("joining", lambda c: c.container("orchestrator")["args"].append("--dashboard-token-file=/runs/token")),
    ("encryption", lambda c: entry(c, "trainer", "PANGEA_TLS_KEY").update(name="PANGEA_NAME")),
    ("encryption", lambda c: entry(c, "compute", "PANGEA_TLS_AUTHORITY").update(value="/etc/pangea-tls/tls.crt")),
    ("encryption", lambda c: entry(c, "orchestrator", "PANGEA_TLS_KEY").update(value="/runs/tls.key")),
    ("encryption", lambda c: secret(c, "trainer").update(secretName="tls-compute")),
    ("encryption", lambda c: secret(c, "compute").update(optional=True)),
    ("encryption", lambda c: secret(c, "compute").update(defaultMode=0o444)),
    ("encryption", lambda c: mount(c, "trainer").update(subPath="tls.crt")),
    ("encryption", lambda c: pod(c.workload("trainer"))["securityContext"].pop("fsGroup")),
    ("own_secrets", lambda c: secret(c, "trainer").update(secretName="tls-orchestrator")),
    ("own_secrets", lambda c: pod(c.workload("trainer"))["volumes"].append({"name": "all", "secret": {"secretName": "tls-authority"}})),
    ("own_secrets", lambda c: c.container("compute").update(envFrom=[{"secretRef": {"name": "tls-trainer"}}])),
    ("own_secrets", lambda c: pod(c.workload("compute"))["volumes"][0].update(projected={"sources": [{"secret": {"name": "tls-trainer"}}]})),
    ("own_secrets", lambda c: entry(c, "trainer", "PANGEA_TOKEN")["valueFrom"]["secretKeyRef"].update(name="dashboard-token")),
    ("own_secrets", lambda c: c.objects.append({"kind": "Secret", "metadata": {"name": "join-token", "namespace": "pangea"}})),
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
