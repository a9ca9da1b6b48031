"""What a built overlay says, and what the rest of the repository says about the same things."""

import re
from pathlib import Path

import yaml

SERVICES = ("compute", "orchestrator", "trainer")
COMPONENT = "app.kubernetes.io/component"


class Cluster:
    """The objects of one overlay."""

    def __init__(self, text):
        self.objects = [document for document in yaml.safe_load_all(text) if document]

    def of(self, *kinds):
        return [each for each in self.objects if each["kind"] in kinds]

    def named(self, kind, name):
        return next((each for each in self.of(kind) if each["metadata"]["name"] == name), None)

    @property
    def workloads(self):
        return self.of("Deployment", "StatefulSet")

    def workload(self, name):
        return next(each for each in self.workloads if each["metadata"]["name"] == name)

    def container(self, name):
        return containers(self.workload(name))[0]

    def variables(self, container):
        """The environment of a container; what is known only when it runs is None."""
        values = {}
        for entry in container.get("env", []):
            reference = entry.get("valueFrom", {}).get("configMapKeyRef")
            if reference:
                found = self.named("ConfigMap", reference["name"]) or {"data": {}}
                values[entry["name"]] = found["data"].get(reference["key"])
            else:
                values[entry["name"]] = entry.get("value")
        return values

    def settings(self, workload):
        """What a service is told, by flag, with the defaults of the documents beneath."""
        container = containers(workload)[0]
        table = flags(workload["metadata"]["name"])
        told = {flag: row["default"] for flag, row in table.items()}
        given = self.variables(container)
        told |= {flag: given[row["variable"]] for flag, row in table.items() if row["variable"] in given}
        for argument in container.get("args", []):
            flag, _, value = argument.partition("=")
            told.update({flag: value} if flag.startswith("--") else {"JOB": argument})
        return told

    def reach(self, address):
        """The workload behind an address of the cluster, its port, and what is wrong with the address."""
        host, _, port = address.rpartition(":")
        first, _, rest = host.partition(".")
        service = self.named("Service", rest or first)
        if not service:
            return None, None, f"no service is called {rest or first}"
        behind = [each for each in self.workloads if selects(service["spec"]["selector"], pod_labels(each))]
        if len(behind) != 1:
            return None, None, f"{len(behind)} workloads are behind {rest or first}"
        if rest:
            name, _, number = first.rpartition("-")
            spec = behind[0]["spec"]
            if name != behind[0]["metadata"]["name"] or int(number) >= spec["replicas"] or spec.get("serviceName") != rest:
                return None, None, f"there is no pod {first} behind {rest}"
        offered = {each["port"]: each["targetPort"] for each in service["spec"]["ports"]}
        named = {each["name"]: each["containerPort"] for each in containers(behind[0])[0]["ports"]}
        target = offered.get(int(port))
        target = named.get(target, target)
        return behind[0], target, None if target in named.values() else f"{rest or first} leads to no port by {port}"

    def allows(self, direction, workload, peer, port):
        """Whether the policies let this workload take in (ingress) or send (egress) such traffic."""
        peers, rules = ("from", "ingress") if direction == "Ingress" else ("to", "egress")
        for policy in self.of("NetworkPolicy"):
            spec = policy["spec"]
            if direction not in spec["policyTypes"] or not matches(spec["podSelector"], pod_labels(workload)):
                continue
            for rule in spec.get(rules, []):
                at = any("podSelector" in each and matches(each["podSelector"], pod_labels(peer)) for each in rule[peers])
                if at and port in [each["port"] for each in rule["ports"]]:
                    return True
        return False


def containers(workload):
    return workload["spec"]["template"]["spec"]["containers"]


def pod(workload):
    return workload["spec"]["template"]["spec"]


def pod_labels(workload):
    return workload["spec"]["template"]["metadata"]["labels"]


def selects(selector, labels):
    return all(labels.get(key) == value for key, value in selector.items())


def matches(selector, labels):
    """A label selector; one that is empty matches everything."""
    return selects(selector.get("matchLabels", {}), labels) and all(
        each["operator"] == "In" and labels.get(each["key"]) in each["values"]
        for each in selector.get("matchExpressions", []))


def flags(service):
    """The table of a service in docs/configuration.md: by flag its variable, its default, whether it is required."""
    section = Path("docs/configuration.md").read_text().split(f"\n## {service}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| ([^|]+) \|", section, re.MULTILINE)
    return {
        flag: {"variable": variable, "default": default.strip("`") if "`" in default else None,
               "required": default == "required"}
        for flag, variable, default in rows}


def dockerfile(service):
    """The user and the ports of a service's image."""
    text = Path(f"services/{service}/Dockerfile").read_text()
    user = re.search(r"--uid (\d+)", text).group(1)
    return {"user": int(user), "ports": [int(port) for port in re.search(r"EXPOSE (.+)", text).group(1).split()]}
