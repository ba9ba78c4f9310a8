#!/usr/bin/python
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tags and BIOS settings of a Dell PowerEdge, by smi-client."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
---
module: smi_client
short_description: Set tags and BIOS settings of a Dell PowerEdge
version_added: 6.1.0
description:
  - Sets asset tag, property tag, BIOS settings and what happens when AC power returns, by
    the program smi-client, which asks firmware through the driver dcdbas.
  - What is set already is not written. What was written is read back.
  - Every PowerEdge takes the tags; few have settings that can be reached in this way.
options:
  asset_tag:
    description: The asset tag, 10 characters at most; an empty one removes it.
    type: str
  property_tag:
    description: The property tag, 80 characters at most; an empty one removes it.
    type: str
  settings:
    description:
      - BIOS settings by name, all of them or none. C(smi-client setting list) shows
        names and choices.
      - Quote choices such as On and Off, which YAML takes for booleans.
    type: dict
  settings_file:
    description:
      - A file on the managed machine, as C(smi-client setting export) writes it. What
        differs from it is changed, all of it or nothing.
    type: path
  settings_document:
    description:
      - The content of such a file, for one that is on the controller.
    type: dict
  backup:
    description:
      - Where old values go before settings are changed. A file that is there stays; the next
        one has a number behind its name.
    type: path
  force:
    description: Apply a file although it was made on another model.
    type: bool
    default: false
  power_recovery:
    description: What the machine does when AC power returns.
    type: str
    choices: ["off", "last", "on"]
  pace:
    description:
      - Milliseconds between two SMIs, each of which stops all processors.
    type: int
  program:
    description: The program, by its path or as found in PATH.
    type: str
    default: smi-client
notes:
  - Needs root and the driver dcdbas; a BIOS password cannot be given.
author:
  - The dcdbas maintainers (@dcdbas)
attributes:
  check_mode:
    description: Asks what would change, and raises no SMI that writes.
    support: full
  diff_mode:
    description: Shows old and new values.
    support: full
"""

EXAMPLES = r"""
- name: Tag the machine as the inventory has it
  dcdbas.poweredge.smi_client:
    asset_tag: "{{ inventory_hostname_short }}"
    property_tag: Room 7, rack 3

- name: Stay off after a power failure
  dcdbas.poweredge.smi_client:
    power_recovery: "off"

- name: Settings as in a file, with a way back
  dcdbas.poweredge.smi_client:
    settings_file: /etc/smi-client/settings.json
    backup: /var/backups/smi-client.json
"""

RETURN = r"""
items:
  description: What was asked for, one by one.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: Tag or setting.
      type: str
      returned: always
    old:
      description: What was set before.
      type: raw
      returned: when known
    new:
      description: What was asked for.
      type: raw
      returned: always
    changed:
      description: Whether it was changed, or would be.
      type: bool
      returned: always
restart_needed:
  description: Settings were changed; they take effect when the machine starts.
  returned: always
  type: bool
smi_client:
  description: What smi-client said, when it failed.
  returned: failed
  type: dict
"""

import itertools
import json
import os

from ansible.module_utils.basic import AnsibleModule

DIFFERS = 7
DONE = (0, DIFFERS)


class Machine:
    """Runs smi-client and collects what came of it."""

    def __init__(self, module):
        self.module = module
        self.items = []
        self.restart_needed = False

    def command(self, args):
        params = self.module.params
        command = [self.module.get_bin_path(params["program"], required=True), "--json"]
        if self.module.check_mode:
            command.append("--dry-run")
        if params["pace"] is not None:
            command += ["--pace", str(params["pace"])]
        return command + args

    def run(self, args, data=None):
        """One object of smi-client; ends the module when it failed."""
        code, out, err = self.module.run_command(self.command(args), data=data)
        try:
            result = json.loads(out)
        except ValueError:
            result = None
        if not isinstance(result, dict):
            self.module.fail_json(msg="smi-client did not answer in JSON: %s" % (err or out),
                                  rc=code, **self.summary())
        error = result.get("error")
        if error or code not in DONE:
            error = error or {"message": "exit code %d" % code}
            text = "smi-client %s: %s" % (result.get("command", ""), error["message"])
            if error.get("next"):
                text += ". %s" % error["next"]
            self.module.fail_json(msg=text, rc=code, smi_client=result, **self.summary())
        self.restart_needed |= bool(result.get("restart_needed"))
        return code, result

    def add(self, name, old, new, changed):
        self.items.append({"name": name, "old": old, "new": new, "changed": bool(changed)})

    def tag(self, which, value):
        code, result = self.run(["tag", which, "set", "--", value])
        changed = result.get("changed")
        if self.module.check_mode:
            changed = result.get("would_change", code == DIFFERS)
        self.add("%s tag" % which, result.get("old"), value, changed)

    def changes(self, changes):
        """Objects that setting set, setting apply and others have in common."""
        for change in changes:
            changed = change.get("changed")
            if self.module.check_mode:
                changed = change.get("outcome") == "would change"
            self.add(change.get("name", ""), change.get("old"), change.get("new"), changed)

    def backup(self):
        """smi-client replaces no file; neither does this."""
        backup = self.module.params["backup"]
        if not backup:
            return []
        names = itertools.chain([backup], ("%s.%d" % (backup, n) for n in itertools.count(1)))
        return ["--backup", next(name for name in names if not os.path.lexists(name))]

    def settings(self, settings):
        args = ["setting", "set"] + self.backup() + ["--"]
        for name in sorted(settings):
            value = settings[name]
            if isinstance(value, bool):
                self.module.fail_json(msg="setting '%s': quote the value, YAML takes it for a "
                                      "boolean" % name, **self.summary())
            args.append("%s=%s" % (name, value))
        self.changes(self.run(args)[1].get("settings", []))

    def settings_file(self, path, document=None):
        force = ["--force"] if self.module.params["force"] else []
        args = ["setting", "apply"] + force + self.backup() + ["--", path]
        data = None if document is None else json.dumps(document)
        self.changes(self.run(args, data)[1].get("items", []))

    def power_recovery(self, word):
        self.changes([self.run(["power-recovery", "set", word])[1]])

    def summary(self):
        changed = [item for item in self.items if item["changed"]]
        lines = {key: "".join("%s: %s\n" % (item["name"], item[key]) for item in changed)
                 for key in ("old", "new")}
        return {
            "changed": bool(changed),
            "items": self.items,
            "restart_needed": self.restart_needed,
            "diff": {"before": lines["old"], "after": lines["new"]},
        }


def main():
    module = AnsibleModule(
        argument_spec={
            "asset_tag": {"type": "str"},
            "property_tag": {"type": "str"},
            "settings": {"type": "dict"},
            "settings_file": {"type": "path"},
            "settings_document": {"type": "dict"},
            "backup": {"type": "path"},
            "force": {"type": "bool", "default": False},
            "power_recovery": {"type": "str", "choices": ["off", "last", "on"]},
            "pace": {"type": "int"},
            "program": {"type": "str", "default": "smi-client"},
        },
        mutually_exclusive=[("settings", "settings_file", "settings_document")],
        supports_check_mode=True,
    )
    machine = Machine(module)
    for which in ("asset", "property"):
        value = module.params["%s_tag" % which]
        if value is not None:
            machine.tag(which, value)
    if module.params["settings_file"]:
        machine.settings_file(module.params["settings_file"])
    if module.params["settings_document"]:
        machine.settings_file("-", module.params["settings_document"])
    if module.params["settings"]:
        machine.settings(module.params["settings"])
    if module.params["power_recovery"]:
        machine.power_recovery(module.params["power_recovery"])
    module.exit_json(**machine.summary())


if __name__ == "__main__":
    main()
