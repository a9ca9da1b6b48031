"""Holds built overlays to the policies, and the policies to manifests that break them."""

import copy
import sys
from pathlib import Path

from cluster import Cluster
from mutations import MUTATIONS
from policies import POLICIES


def main(paths):
    failed = False
    for path in map(Path, paths):
        cluster = Cluster(path.read_text())
        for policy in POLICIES:
            for problem in policy(cluster):
                print(f"{path.stem}: {policy.__name__}: {problem}", file=sys.stderr)
                failed = True
        if not failed:
            failed = not each_is_found(cluster, path.stem)
    if not failed:
        print(f"{len(POLICIES)} policies hold on {len(paths)} overlays; {len(MUTATIONS)} manifests that break one are found")
    return 1 if failed else 0


def each_is_found(cluster, name):
    """Whether every mutation is found by its policy, and every policy has one."""
    by_name = {policy.__name__: policy for policy in POLICIES}
    good = True
    for number, (policy, mutate) in enumerate(MUTATIONS):
        broken = copy.deepcopy(cluster)
        mutate(broken)
        if broken.objects == cluster.objects or not list(by_name[policy](broken)):
            print(f"{name}: mutation {number} isn't found by the policy {policy}", file=sys.stderr)
            good = False
    for policy in by_name.keys() - {policy for policy, _ in MUTATIONS}:
        print(f"the policy {policy} was never seen failing", file=sys.stderr)
        good = False
    return good


sys.exit(main(sys.argv[1:]))
