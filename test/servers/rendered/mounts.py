"""Mounts folders and files where a pod would see them, then becomes an ordinary user and runs a command.

    mounts.py JSON COMMAND [ARG...]      JSON: {"user": 999, "folder": "/app", "mounts": [["source", "target"], ...]}

The caller has given this process a mount namespace of its own; the mounts end with it.
"""
import ctypes
import json
import os
import sys

MS_BIND, MS_REC = 0x1000, 0x4000
libc = ctypes.CDLL(None, use_errno=True)


def mount(source, target, kind, flags):
    if libc.mount(source.encode(), target.encode(), kind, flags, None) != 0:
        sys.exit('cannot mount %s on %s: %s' % (source, target, os.strerror(ctypes.get_errno())))


def prepare(source, target, fresh):
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
        return
    parent = os.path.dirname(target)
    os.makedirs(parent, exist_ok=True)
    if not os.path.exists(target):
        if parent not in fresh:  # nothing is written into the tree that other tests use
            mount('tmpfs', parent, b'tmpfs', 0)
            os.chmod(parent, 0o755)
            fresh.add(parent)
        open(target, 'w').close()


plan = json.loads(sys.argv[1])
fresh = {target for source, target in plan['mounts'] if os.path.isdir(source)}
for source, target in plan['mounts']:
    prepare(source, target, fresh)
    mount(source, target, None, MS_BIND | MS_REC)
if plan.get('folder'):
    os.chdir(plan['folder'])
user = str(plan['user'])
os.execvp('setpriv', ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--pdeathsig', 'KILL', '--'] + sys.argv[2:])
