"""What we ask of the manifests beyond their schema: each policy is a function that yields what is wrong."""

from pathlib import Path

from cluster import SERVICES, containers, dockerfile, flags, matches, pod, pod_labels, selects

STOPPING = 30  # seconds; a service gives up its graceful end before
# By variable the secret that alone holds it.
TOKENS = {"PANGEA_TOKEN": "join-token", "PANGEA_DASHBOARD_TOKEN": "dashboard-token"}


def secrets(name):
    """What a service may know."""
    return {"join-token", f"tls-{name}"} | ({"dashboard-token"} if name == "orchestrator" else set())


def namespace(cluster):
    """One namespace that refuses pods with privileges, and everything in it."""
    spaces = cluster.of("Namespace")
    if len(spaces) != 1:
        yield f"{len(spaces)} namespaces"
        return
    for mode in ("enforce", "audit", "warn"):
        level = spaces[0]["metadata"].get("labels", {}).get(f"pod-security.kubernetes.io/{mode}")
        if level != "restricted":
            yield f"pod-security {mode}: {level}"
    for each in cluster.objects:
        if each["kind"] != "Namespace" and each["metadata"].get("namespace") != spaces[0]["metadata"]["name"]:
            yield f"{each['kind']} {each['metadata']['name']} is in another namespace"


def services(cluster):
    """The three services, each with one container."""
    names = sorted(each["metadata"]["name"] for each in cluster.workloads)
    if names != sorted(SERVICES):
        yield f"workloads {names}"
    for each in cluster.workloads:
        if len(containers(each)) != 1 or "initContainers" in pod(each):
            yield f"{each['metadata']['name']} has other containers than its own"


def confinement(cluster):
    """No root, no way to privileges, nothing to write but volumes, no credentials of the cluster."""
    for each in cluster.workloads:
        name, spec = each["metadata"]["name"], pod(each)
        context, own = spec.get("securityContext", {}), containers(each)[0].get("securityContext", {})
        expected = {"runAsNonRoot": True, "runAsUser": dockerfile(name)["user"], "seccompProfile": {"type": "RuntimeDefault"}}
        for key, value in expected.items():
            if context.get(key) != value:
                yield f"{name}: {key} is {context.get(key)}"
        expected = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        for key, value in expected.items():
            if own.get(key) != value:
                yield f"{name}: {key} is {own.get(key)}"
        if set(own) != set(expected):
            yield f"{name}: its container changes {sorted(set(own) - set(expected))}"
        for key in ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"):
            if spec.get(key):
                yield f"{name}: {key}"
        if any("hostPort" in port for port in containers(each)[0]["ports"]):
            yield f"{name}: a port of the node"
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name}: has a token of the cluster"
        # A service "pangea" would set PANGEA_PORT in every pod.
        if spec.get("enableServiceLinks") is not False:
            yield f"{name}: takes variables from services"


def volumes(cluster):
    """Nothing of the node is mounted, and only the run directory can be written."""
    for each in cluster.workloads:
        name = each["metadata"]["name"]
        claims = [claim["metadata"]["name"] for claim in each["spec"].get("volumeClaimTemplates", [])]
        for volume in pod(each).get("volumes", []):
            if not {"configMap", "persistentVolumeClaim", "secret"} & set(volume):
                yield f"{name}: volume {volume['name']} is of another kind"
        for mount in containers(each)[0].get("volumeMounts", []):
            is_run = mount["name"] in claims and mount["mountPath"] == cluster.settings(each).get("--run-directory")
            if not is_run and not mount.get("readOnly"):
                yield f"{name}: {mount['mountPath']} can be written"


def resources(cluster):
    """Requests and limits of processor and memory."""
    for each in cluster.workloads:
        given = containers(each)[0].get("resources", {})
        for kind in ("requests", "limits"):
            for what in ("cpu", "memory"):
                if what not in given.get(kind, {}):
                    yield f"{each['metadata']['name']}: no {kind} of {what}"


def images(cluster):
    """The service's own image, of a version."""
    for each in cluster.workloads:
        name, container = each["metadata"]["name"], containers(each)[0]
        path, _, tag = container["image"].rpartition(":")
        if path.split("/")[-2:] != ["pangea", name] or tag in ("", "latest"):
            yield f"{name}: image {container['image']}"
        if container.get("imagePullPolicy") != "IfNotPresent":
            yield f"{name}: pulls {container.get('imagePullPolicy')}"


def probes(cluster):
    """Alive where the process answers, ready where it can do its work."""
    for each in cluster.workloads:
        name, container = each["metadata"]["name"], containers(each)[0]
        for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
            if container.get(probe, {}).get("httpGet") != {"path": path, "port": "health"}:
                yield f"{name}: {probe} is {container.get(probe)}"


def known_flags(cluster):
    """Flags and variables are those of docs/configuration.md, each said once, and none that is required is missing."""
    for each in cluster.workloads:
        name, container = each["metadata"]["name"], containers(each)[0]
        table = flags(name)
        given = [argument.partition("=")[0] for argument in container.get("args", [])]
        given = [flag if flag.startswith("--") else "JOB" for flag in given]
        by_variable = {row["variable"]: flag for flag, row in table.items()}
        for variable, value in cluster.variables(container).items():
            if variable in TOKENS:
                continue
            if variable not in by_variable:
                yield f"{name}: unknown variable {variable}"
            elif value is None and variable != "PANGEA_NAME":
                yield f"{name}: {variable} has no value"
            given.append(by_variable.get(variable, variable))
        for flag in given:
            if flag not in table and flag.startswith("--"):
                yield f"{name}: unknown flag {flag}"
            if given.count(flag) > 1:
                yield f"{name}: {flag} is said twice"
        for flag, row in table.items():
            if row["required"] and flag not in given:
                yield f"{name}: {flag} is required"


def joining(cluster):
    """Each service takes its tokens from the secrets, where alone they stand, and lets nobody in without them."""
    for each in cluster.workloads:
        name, container = each["metadata"]["name"], containers(each)[0]
        for variable, secret in TOKENS.items():
            tokens = [entry for entry in container.get("env", []) if entry["name"] == variable]
            found = {"name": variable, "valueFrom": {"secretKeyRef": {"name": secret, "key": "token"}}}
            if tokens != ([found] if secret in secrets(name) else []):
                yield f"{name}: its {variable} is {tokens}"
        told = cluster.settings(each)
        for flag in ("--token-file", "--dashboard-token-file"):
            if told.get(flag):
                yield f"{name}: says more about its token than where the secret is"
        if any(argument.startswith("--insecure") for argument in container.get("args", [])) or told.get("--insecure"):
            yield f"{name}: lets in whoever comes"


def encryption(cluster):
    """Everything between services goes by TLS, with the certificate and key of the role: read-only, as files that follow."""
    for each in cluster.workloads:
        name, told = each["metadata"]["name"], cluster.settings(each)
        volumes = {volume["name"]: volume.get("secret") for volume in pod(each).get("volumes", [])}
        mounts = {mount["mountPath"]: mount for mount in containers(each)[0].get("volumeMounts", [])}
        for flag, file in (("--tls-certificate", "tls.crt"), ("--tls-key", "tls.key"), ("--tls-authority", "ca.crt")):
            folder, _, found = (told.get(flag) or "").rpartition("/")
            mount = mounts.get(folder, {"name": None})
            secret = volumes.get(mount["name"]) or {}
            if found != file or secret.get("secretName") != f"tls-{name}":
                yield f"{name}: {flag} is {told.get(flag)}, of secret {secret.get('secretName')}"
            elif secret.get("optional") or "items" in secret or "subPath" in mount:
                yield f"{name}: {mount['mountPath']} has something else than all of its secret, or doesn't follow it"
            # Kubernetes lets the pod's group read what it mounts, and nobody else where we say so.
            elif secret.get("defaultMode") != 0o440 or pod(each)["securityContext"].get("fsGroup") != dockerfile(name)["user"]:
                yield f"{name}: {mount['mountPath']} can be read by others than its user, or not by it"


def own_secrets(cluster):
    """No service has another one's key, or a token that is nothing to it."""
    for each in cluster.workloads:
        name, container = each["metadata"]["name"], containers(each)[0]
        named = {source.get("secretRef", {}).get("name") for source in container.get("envFrom", [])}
        for entry in container.get("env", []):
            named.add(entry.get("valueFrom", {}).get("secretKeyRef", {}).get("name"))
        for volume in pod(each).get("volumes", []):
            named.add(volume.get("secret", {}).get("secretName"))
            for source in volume.get("projected", {}).get("sources", []):
                named.add(source.get("secret", {}).get("name"))
        for secret in sorted(named - {None} - secrets(name)):
            yield f"{name}: has the secret {secret}"
    for each in cluster.of("Secret"):
        yield f"the secret {each['metadata']['name']} stands in a file"


def ports(cluster):
    """Container ports are those that the service listens on for others; its image exposes all that it opens."""
    for each in cluster.workloads:
        name, told = each["metadata"]["name"], cluster.settings(each)
        listens = {}
        for port, prefix in (("wire", "--"), ("health", "--health-"), ("dashboard", "--dashboard-")):
            if told.get(f"{prefix}port") and told.get(f"{prefix}host") == "0.0.0.0":
                listens[port] = int(told[f"{prefix}port"])
        stated = {port["name"]: port["containerPort"] for port in containers(each)[0]["ports"]}
        if stated != listens:
            yield f"{name}: ports {stated}, listens on {listens}"
        opened = {int(told[flag]) for flag in ("--port", "--health-port", "--dashboard-port") if told.get(flag)}
        if opened != set(dockerfile(name)["ports"]):
            yield f"{name}: opens {sorted(opened)}, its image exposes {dockerfile(name)['ports']}"


def addresses(cluster):
    """Every address that a service is told leads to the right port of the right service, and may be dialled."""
    for each in cluster.workloads:
        name, told = each["metadata"]["name"], cluster.settings(each)
        for flag in ("--orchestrator", "--compute"):
            for address in (told.get(flag) or "").split(",") if flag in told else []:
                target, port, wrong = cluster.reach(address)
                if wrong:
                    yield f"{name}: {address}: {wrong}"
                    continue
                if f"--{target['metadata']['name']}" != flag or str(port) != cluster.settings(target)["--port"]:
                    yield f"{name}: {flag} {address} leads to port {port} of {target['metadata']['name']}"
                if not cluster.allows("Egress", each, target, port):
                    yield f"{name}: may not dial {address}"
                if not cluster.allows("Ingress", target, each, port):
                    yield f"{name}: may not come in at {address}"


def replicas(cluster):
    """Who asks for compute knows each of its replicas; of the orchestrator there is one."""
    compute = cluster.workload("compute")
    all_of_them = [f"compute-{number}.compute:7102" for number in range(compute["spec"]["replicas"])]
    for name in ("orchestrator", "trainer"):
        told = (cluster.settings(cluster.workload(name)).get("--compute") or "").split(",")
        if told != all_of_them:
            yield f"{name}: knows {told} of compute, there are {all_of_them}"
    if cluster.workload("orchestrator")["spec"]["replicas"] != 1:
        yield "more than one orchestrator"
    wanted = int(cluster.settings(cluster.workload("orchestrator"))["--min-trainers"])
    if wanted > cluster.workload("trainer")["spec"]["replicas"]:
        yield f"the first step waits for {wanted} trainers, there are fewer"


def resuming(cluster):
    """An orchestrator that is started again goes on with its run, wherever; one that is done stays."""
    orchestrator = cluster.workload("orchestrator")
    told = cluster.settings(orchestrator)
    if told["--resume"] != "auto":
        yield f"--resume {told['--resume']}"
    if told["--stay"] is None:
        yield "no --stay: a finished run would be started again and again"
    claims = [claim["metadata"]["name"] for claim in orchestrator["spec"].get("volumeClaimTemplates", [])]
    mounts = {mount["mountPath"]: mount["name"] for mount in containers(orchestrator)[0].get("volumeMounts", [])}
    if mounts.get(told["--run-directory"]) not in claims:
        yield f"{told['--run-directory']} is on no volume of its own"
    if pod(orchestrator)["securityContext"].get("fsGroup") != dockerfile("orchestrator")["user"]:
        yield "the run directory can't be written"
    for each in cluster.workloads:
        if pod(each).get("terminationGracePeriodSeconds", 0) < STOPPING:
            yield f"{each['metadata']['name']}: is killed while it stops"


def job(cluster):
    """The job is where the orchestrator looks for it, and the shipped one."""
    orchestrator = cluster.workload("orchestrator")
    path = cluster.settings(orchestrator).get("JOB") or ""
    folder, _, name = path.rpartition("/")
    mounts = {mount["mountPath"]: mount["name"] for mount in containers(orchestrator)[0].get("volumeMounts", [])}
    sources = {volume["name"]: volume.get("configMap", {}).get("name") for volume in pod(orchestrator).get("volumes", [])}
    found = cluster.named("ConfigMap", sources.get(mounts.get(folder)))
    if not found or name not in found["data"]:
        yield f"no job at {path}"
    elif found["data"][name] != Path("examples/fashion-mnist.yaml").read_text():
        yield "the job differs from examples/fashion-mnist.yaml"


def isolation(cluster):
    """Nobody takes in or sends anything that no policy names, and policies name no port that nobody has."""
    policies = cluster.of("NetworkPolicy")
    if not any(each["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} for each in policies):
        yield "what no policy names isn't forbidden"
    ours = {port["containerPort"] for each in cluster.workloads for port in containers(each)[0]["ports"]} | {53}
    for policy in policies:
        name = policy["metadata"]["name"]
        if not any(matches(policy["spec"]["podSelector"], pod_labels(each)) for each in cluster.workloads):
            yield f"policy {name} is about nobody"
        for direction, peers in (("ingress", "from"), ("egress", "to")):
            for rule in policy["spec"].get(direction, []):
                if not rule.get(peers) or not rule.get("ports"):
                    yield f"policy {name}: {direction} of everybody, or at every port"
                elif not {port["port"] for port in rule["ports"]} <= ours:
                    yield f"policy {name}: {direction} at a port that nobody has"


def disruption(cluster):
    """A drained node never takes all of several replicas, and is always drained."""
    for each in cluster.workloads:
        name, count = each["metadata"]["name"], each["spec"]["replicas"]
        budgets = [
            budget["spec"] for budget in cluster.of("PodDisruptionBudget")
            if selects(budget["spec"]["selector"]["matchLabels"], pod_labels(each))]
        if count > 1 and len(budgets) != 1:
            yield f"{name}: {len(budgets)} disruption budgets"
        for budget in budgets:
            most = budget.get("maxUnavailable")
            if most in (None, 0, "0%", "100%") or (isinstance(most, int) and 1 < count <= most):
                yield f"{name}: may lose {most} of {count}"


POLICIES = [
    namespace, services, confinement, volumes, resources, images, probes, known_flags, joining, encryption, own_secrets, ports,
    addresses, replicas, resuming, job, isolation, disruption,
]
