"""Holds Grafana's dashboards and what provisions them against the part of their format that is used here.

Grafana itself doesn't run in any test. So everything is refused that isn't named below: a key that is misspelled is found,
a key that Grafana came to know later has to be added here first.
"""

import json
import re
import sys
from pathlib import Path

UNITS = {"short", "s", "bytes", "Bps", "ops", "percentunit"}
DASHBOARD = {
    "uid": str, "title": str, "description": str, "tags": list, "editable": bool, "graphTooltip": int,
    "schemaVersion": int, "version": int, "refresh": str, "time": dict, "timezone": str, "annotations": dict,
    "templating": dict, "links": list, "panels": list,
}
PANEL = {
    "id": int, "type": str, "title": str, "description": str, "datasource": dict, "gridPos": dict, "fieldConfig": dict,
    "options": dict, "targets": list,
}
OPTIONS = {
    "stat": {"reduceOptions", "colorMode", "graphMode", "textMode", "justifyMode", "orientation"},
    "timeseries": {"legend", "tooltip"},
}
DEFAULTS = {"unit", "min", "max", "decimals", "thresholds", "custom"}
TARGET = {
    "datasource": dict, "refId": str, "expr": str, "legendFormat": str, "range": bool, "instant": bool,
}
COLUMNS = 24

problems = []


def hold(condition, text):
    if not condition:
        problems.append(text)


def shape(value, keys, where):
    """Exactly these keys, of these types."""
    for key in keys.keys() - value.keys():
        problems.append(f"{where}: no {key}")
    for key in value.keys() - keys.keys():
        problems.append(f"{where}: unknown key {key}")
    for key in keys.keys() & value.keys():
        hold(type(value[key]) is keys[key], f"{where}: {key} is no {keys[key].__name__}")


def check_panel(panel, source, taken):
    where = f'panel "{panel.get("title")}"'
    shape(panel, PANEL, where)
    hold(panel["type"] in OPTIONS, f"{where}: type {panel['type']}")
    hold(set(panel["options"]) == OPTIONS.get(panel["type"]), f"{where}: options {sorted(panel['options'])}")
    hold(panel["datasource"] == source, f"{where}: data source {panel['datasource']}")
    hold(panel["description"].endswith("."), f"{where}: its description is no sentence")
    shape(panel["fieldConfig"], {"defaults": dict, "overrides": list}, where)
    defaults = panel["fieldConfig"]["defaults"]
    hold(set(defaults) <= DEFAULTS, f"{where}: defaults {sorted(set(defaults) - DEFAULTS)}")
    hold(defaults.get("unit") in UNITS, f"{where}: unit {defaults.get('unit')}")
    place = panel["gridPos"]
    shape(place, {"x": int, "y": int, "w": int, "h": int}, where)
    hold(place["x"] >= 0 and place["w"] > 0 and place["x"] + place["w"] <= COLUMNS, f"{where}: outside the grid")
    cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
    hold(not cells & taken, f"{where}: lies on another panel")
    taken |= cells
    hold(len(panel["targets"]) > 0, f"{where}: no query")
    for target in panel["targets"]:
        shape(target, TARGET, where)
        hold(target["datasource"] == source, f"{where}: data source {target['datasource']}")
        rates = re.findall(r"\[([^\]]*)\]", target["expr"])
        hold(all(r == "$__rate_interval" for r in rates), f"{where}: a fixed range in {target['expr']}")
    names = [target["refId"] for target in panel["targets"]]
    hold(len(set(names)) == len(names), f"{where}: two queries of one name")
    legends = [target["legendFormat"] for target in panel["targets"]]
    hold(len(set(legends)) == len(legends), f"{where}: two curves of one name")


def check_metrics(dashboard, known, where):
    """Every metric is documented, or is made by a rule."""
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            for name in re.findall(r"\bpangea[_:][a-z0-9_:]+", target["expr"]):
                base = re.sub(r"_(bucket|sum|count)$", "", name)
                hold(name in known or base in known, f'{where}: "{panel["title"]}": nobody knows {name}')


def check_dashboard(path, source, known):
    dashboard = json.loads(path.read_text())
    shape(dashboard, DASHBOARD, path.name)
    taken = set()
    for panel in dashboard["panels"]:
        check_panel(panel, source, taken)
    ids = [panel["id"] for panel in dashboard["panels"]]
    hold(len(set(ids)) == len(ids), f"{path.name}: two panels of one id")
    check_metrics(dashboard, known, path.name)
    return len(ids), sum(len(panel["targets"]) for panel in dashboard["panels"])


def field(text, key, where):
    """The one value of a key in a small YAML file of ours."""
    found = re.findall(rf"^\s*(?:- )?{key}: (.+)$", text, re.MULTILINE)
    hold(len(found) == 1, f"{where}: expected one {key}, found {found}")
    return found[0] if found else ""


def main(folder):
    provisioning = folder / "grafana/provisioning"
    text = (provisioning / "datasources/prometheus.yaml").read_text()
    source = {"type": field(text, "type", "data source"), "uid": field(text, "uid", "data source")}
    compose = (folder / "docker-compose.yaml").read_text()
    place = field((provisioning / "dashboards/pangea.yaml").read_text(), "path", "dashboards")
    hold(f"./grafana/dashboards:{place}:ro" in compose, f"no service has the dashboards at {place}")
    hold("./grafana/provisioning:/etc/grafana/provisioning:ro" in compose, "no service has the provisioning")
    operations = Path("docs/operations.md").read_text()
    known = set(re.findall(r"`(pangea_[a-z0-9_]+)(?:\{[a-z,]+\})?`", operations))
    for rules in (folder / "prometheus/rules").glob("*.yaml"):
        known |= set(re.findall(r"- record: (\S+)", rules.read_text()))
    panels = queries = 0
    paths = sorted((folder / "grafana/dashboards").glob("*.json"))
    hold(paths != [], "no dashboard")
    for path in paths:
        counts = check_dashboard(path, source, known)
        panels, queries = panels + counts[0], queries + counts[1]
        hold(f"{place}/{path.name}" in compose, f"{path.name} is nobody's home")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{panels} panels with {queries} queries")
    return 1 if problems else 0


sys.exit(main(Path(sys.argv[1])))
