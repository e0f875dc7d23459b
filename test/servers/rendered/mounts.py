"""Mounts folders and files where a pod would see them, then becomes an ordinary user and runs a command.

    mounts.py JSON COMMAND [ARG...]      JSON: {"user": 999, "folder": "/app", "mounts": [["source", "target"], ...],
                                                "memory": {"target": bytes}}

The caller has given this process a mount namespace of its own; the mounts end with it.
"""
import ctypes
import json
import os
import sys

MS_BIND, MS_REC = 0x1000, 0x4000
libc = ctypes.CDLL(None, use_errno=True)


def mount(source, target, kind, flags, data=None):
    if libc.mount(source.encode(), target.encode(), kind, flags, data) != 0:
        sys.exit('cannot mount %s on %s: %s' % (source, target, os.strerror(ctypes.get_errno())))


def parents(mounts):
    """Folders for mounted files that the tree does not have: memory, so that nothing is written into the tree."""
    folders = {target for source, target in mounts if os.path.isdir(source)}
    files = {target for source, target in mounts if not os.path.isdir(source)}
    return sorted({os.path.dirname(file) for file in files if not os.path.exists(file)} - folders)


plan = json.loads(sys.argv[1])
for folder in parents(plan['mounts']):
    os.makedirs(folder, exist_ok=True)
    mount('tmpfs', folder, b'tmpfs', 0)
    os.chmod(folder, 0o755)
for source, target in plan['mounts']:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    elif not os.path.exists(target):
        open(target, 'w').close()
    mount(source, target, None, MS_BIND | MS_REC)
for target, size in plan.get('memory', {}).items():
    mount('tmpfs', target, b'tmpfs', 0, b'mode=1777,size=%d' % size)
if plan.get('folder'):
    os.chdir(plan['folder'])
user = str(plan['user'])
os.execvp('setpriv', ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--pdeathsig', 'KILL', '--'] + sys.argv[2:])
