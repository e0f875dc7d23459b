#!/usr/bin/env python3
"""Takes exactly one message from a RabbitMQ queue, runs a command on it and settles it by the command's exit code.

    python3 consume.py -- COMMAND [ARG...]

The command gets the body on stdin and, where the message has them, MESSAGE_ID, MESSAGE_CORRELATION_ID,
MESSAGE_CONTENT_TYPE, MESSAGE_TIMESTAMP, MESSAGE_DELIVERY_COUNT, TRACEPARENT and TRACESTATE in its environment.

Environment (seconds may have a fraction):
    BROKER_URL                 amqp://[USER:PASSWORD@]HOST[:PORT]/VHOST, or amqps://
    BROKER_USER, BROKER_PASSWORD  win over those of the URL, which may then have none
    QUEUE                      the queue, which must exist: nothing is declared here
    IDLE_TIMEOUT_SECONDS       end when no message came for so long; 0 = wait for ever (default 60)
    ATTEMPT_DEADLINE_SECONDS   time for the command, from the moment the message is taken; 0 = none (default 0)
    HEARTBEAT_SECONDS          AMQP heartbeat (default 30)
    TERMINATION_GRACE_SECONDS  the pod's grace; the command has four fifths of it to end (default 30)
    CONNECT_TIMEOUT_SECONDS    how long to try to reach broker and queue (default 60)
    EXIT_CODES                 JSON, changes single rows of the table: {"3": "dead-letter", "other": "requeue"}

    command ends with   action        what the broker does                                    exit
    0                   ack           forgets the message                                     0
    65 (EX_DATAERR)     dead-letter   moves it to the dead-letter exchange                    0
    75 (EX_TEMPFAIL)    requeue       offers it again, not counted to the delivery limit      75
    other               retry         offers it again, counted to the delivery limit          1
"other" is any other code, death by a signal, and the deadline. SIGTERM is passed on to the command: if it then ends in time with
a code that means ack, its work is done, and the message is acknowledged; anything else means requeue, exit 75. So a command that
gives up its work must never end with 0. Without a message, or with no message within the idle timeout, exit 0. A lost broker ends the command: exit 75, the
message comes back by itself. A bad environment: exit 64 (EX_USAGE), no message is touched.

Needs Python 3.8 and pika 1.2, and Linux. Delivery is at least once: effects must be idempotent.
"""
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import namedtuple

import pika
import pika.exceptions

EX_OK, EX_FAILURE, EX_USAGE, EX_TEMPFAIL = 0, 1, 64, 75
EXIT_OF_ACTION = {'ack': EX_OK, 'dead-letter': EX_OK, 'requeue': EX_TEMPFAIL, 'retry': EX_FAILURE}
DEFAULT_TABLE = {'0': 'ack', '65': 'dead-letter', '75': 'requeue', 'other': 'retry'}
SECONDS = {
    'IDLE_TIMEOUT_SECONDS': 60,
    'ATTEMPT_DEADLINE_SECONDS': 0,
    'HEARTBEAT_SECONDS': 30,
    'TERMINATION_GRACE_SECONDS': 30,
    'CONNECT_TIMEOUT_SECONDS': 60,
}
MAY_BE_ZERO = ('IDLE_TIMEOUT_SECONDS', 'ATTEMPT_DEADLINE_SECONDS')
SETTLE_SECONDS = 30  # how long the broker may take to hear the outcome, when nobody waits for our end
TICK = 0.1  # seconds between looks at the child, the clock and the signals
BROKER_ERRORS = (pika.exceptions.AMQPError, OSError)

Settings = namedtuple('Settings', 'command broker queue idle deadline grace rest connect table')
Message = namedtuple('Message', 'tag properties body taken')


class BrokerLost(Exception):
    """The broker took the consumer, the channel or the connection away."""


def log(event, **fields):
    print(json.dumps(dict({'component': 'queue-worker', 'event': event}, **fields)), flush=True)


# --- settings ---------------------------------------------------------------------------------------------------------


def read_settings(arguments, environment):
    """Gives (settings, problems); settings is None when there are problems."""
    problems = []
    seconds = {}
    for name, default in SECONDS.items():
        text = environment.get(name, '') or str(default)
        try:
            seconds[name] = float(text)
        except ValueError:
            seconds[name] = -1.0
        low_enough = 0 <= seconds[name] < 1e7
        if not low_enough or (seconds[name] == 0 and name not in MAY_BE_ZERO):
            lowest = 'a number of seconds, 0 or more' if name in MAY_BE_ZERO else 'a number of seconds above 0'
            problems.append('%s is %r, but must be %s' % (name, text, lowest))
    if not environment.get('QUEUE'):
        problems.append('QUEUE is missing')
    table = read_table(environment.get('EXIT_CODES', ''), problems)
    broker = read_broker(environment, max(1, round(seconds['HEARTBEAT_SECONDS'])), problems)
    command = arguments[2:] if arguments[1:2] == ['--'] else []
    if not command:
        problems.append('no command given: consume.py -- COMMAND [ARG...]')
    elif not shutil.which(command[0]):
        problems.append('command %r cannot be found or executed' % command[0])
    if problems:
        return None, problems
    return Settings(
        command, broker, environment['QUEUE'], seconds['IDLE_TIMEOUT_SECONDS'], seconds['ATTEMPT_DEADLINE_SECONDS'],
        seconds['TERMINATION_GRACE_SECONDS'] * 0.8, seconds['TERMINATION_GRACE_SECONDS'] * 0.15, seconds['CONNECT_TIMEOUT_SECONDS'], table), []


def read_table(text, problems):
    try:
        changes = json.loads(text or '{}')
        if not isinstance(changes, dict):
            raise ValueError
    except ValueError:
        problems.append('EXIT_CODES is not a JSON object like {"65": "dead-letter"}')
        return None
    for code, action in changes.items():
        if code != 'other' and not (code.isdigit() and str(int(code)) == code and int(code) < 256):
            problems.append('EXIT_CODES has the code %r, but codes are "0" to "255" and "other"' % code)
        if not isinstance(action, str) or action not in EXIT_OF_ACTION:
            problems.append('EXIT_CODES gives %r to %r, but actions are %s' % (action, code, ', '.join(EXIT_OF_ACTION)))
    return dict(DEFAULT_TABLE, **changes)


def read_broker(environment, heartbeat, problems):
    """The problem texts never show the URL: it may hold the password."""
    url = environment.get('BROKER_URL', '')
    if not url.startswith(('amqp://', 'amqps://')):
        problems.append('BROKER_URL is missing' if not url else 'BROKER_URL does not start with amqp:// or amqps://')
        return None
    try:
        broker = pika.URLParameters(url)
    except Exception:  # pika raises many kinds on a malformed URL
        problems.append('BROKER_URL cannot be parsed; special characters of a password must be percent-encoded,'
                        ' or given in BROKER_PASSWORD')
        return None
    user, password = environment.get('BROKER_USER'), environment.get('BROKER_PASSWORD')
    if user and password:
        broker.credentials = pika.PlainCredentials(user, password)
    broker.heartbeat = heartbeat
    broker.connection_attempts = 1
    broker.socket_timeout = 5
    broker.stack_timeout = 10
    broker.client_properties = {'connection_name': socket.gethostname()}
    return broker


# --- the broker -------------------------------------------------------------------------------------------------------


class Consumer:
    """One consumer with prefetch 1. `step` gives the broker a moment: heartbeats go out and news come in."""

    def __init__(self, settings):
        self.message = None
        self.lost = None
        self.connection = pika.BlockingConnection(settings.broker)
        try:
            self.channel = self.connection.channel()
            self.channel.basic_qos(prefetch_count=1)
            self.channel.add_on_cancel_callback(self.on_cancel)
            self.tag = self.channel.basic_consume(settings.queue, self.on_message, auto_ack=False)
        except BROKER_ERRORS:
            self.close()
            raise

    def on_cancel(self, _frame):
        self.lost = 'the broker cancelled the consumer'

    def on_message(self, channel, method, properties, body):
        if self.message is None:
            self.message = Message(method.delivery_tag, properties, body, time.monotonic())
        else:  # prefetch 1 rules it out; should it come all the same, it is not ours
            channel.basic_nack(method.delivery_tag, requeue=True)

    def step(self):
        try:
            self.connection.process_data_events(time_limit=TICK)
        except BROKER_ERRORS as error:
            raise BrokerLost(describe(error)) from error
        if self.lost or not self.channel.is_open:
            raise BrokerLost(self.lost or 'the broker closed the channel')

    def settle(self, action, patience):
        """Cancels first: a settled message frees the prefetch slot, and what came then would be counted as failed."""
        signal.signal(signal.SIGALRM, no_answer)
        signal.setitimer(signal.ITIMER_REAL, patience)
        try:
            self.channel.basic_cancel(self.tag)
            if self.lost:
                raise BrokerLost(self.lost)
            if action == 'ack':
                self.channel.basic_ack(self.message.tag)
            elif action == 'requeue':
                self.channel.basic_nack(self.message.tag, requeue=True)
            else:
                self.channel.basic_reject(self.message.tag, requeue=action == 'retry')
            self.channel.close()  # is answered after the broker has seen all of the above
            self.close()
        except BROKER_ERRORS as error:
            raise BrokerLost(describe(error)) from error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def leave(self):
        """Without a message: cancel. A message that came at this moment is given back."""
        try:
            self.channel.basic_cancel(self.tag)
        except BROKER_ERRORS:
            pass  # nothing was taken, so nothing is lost
        self.close()

    def close(self):
        try:
            self.connection.close()
        except BROKER_ERRORS:
            pass  # the broker gives back what is unsettled


def no_answer(_signal, _frame):
    raise BrokerLost('the broker does not answer')


def describe(error):
    return '%s: %s' % (type(error).__name__, error) if str(error) else type(error).__name__


def connect(settings, stop):
    """Tries until the time is over; gives None when told to stop. A missing queue counts as not reachable yet."""
    end = time.monotonic() + settings.connect
    pause = 0.5
    while not stop:
        try:
            return Consumer(settings)
        except BROKER_ERRORS as error:
            log('broker-unreachable', error=describe(error))
            if time.monotonic() + pause >= end:
                raise BrokerLost('not reachable within %g s' % settings.connect) from error
            wake = time.monotonic() + pause
            while time.monotonic() < wake and not stop:
                time.sleep(TICK)
            pause = min(pause * 2, 8)
    return None


# --- the command ------------------------------------------------------------------------------------------------------


class Child:
    """The command as leader of a process group of its own, so that all it started can be ended with it."""

    def __init__(self, command, message):
        body = os.memfd_create('message')  # a file in memory: exact bytes, any size, no pipe to block on
        with os.fdopen(body, 'wb') as stream:
            stream.write(message.body)
            stream.flush()
            stream.seek(0)
            self.process = subprocess.Popen(
                command, stdin=stream, env=command_environment(message), start_new_session=True)

    def ended(self):
        """The exit code (negative: the signal) or None. Reaps every process that ended, as PID 1 has to."""
        while self.process.returncode is None:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return None
            if pid == self.process.pid:
                code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
                self.process.returncode = code
                self.signal(signal.SIGKILL)  # what it left behind
        return self.process.returncode

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def end(self, grace):
        """TERM, then KILL; used when there is nobody left to talk to."""
        self.signal(signal.SIGTERM)
        end = time.monotonic() + grace
        while self.ended() is None and time.monotonic() < end:
            time.sleep(TICK)
        self.signal(signal.SIGKILL)


def command_environment(message):
    properties, headers = message.properties, message.properties.headers or {}
    values = {
        'MESSAGE_ID': properties.message_id,
        'MESSAGE_CORRELATION_ID': properties.correlation_id,
        'MESSAGE_CONTENT_TYPE': properties.content_type,
        'MESSAGE_TIMESTAMP': properties.timestamp,
        'MESSAGE_DELIVERY_COUNT': headers.get('x-delivery-count', 0),
        'TRACEPARENT': headers.get('traceparent'),
        'TRACESTATE': headers.get('tracestate'),
    }
    environment = {name: value for name, value in os.environ.items() if name not in values}
    for name, value in values.items():
        if value is not None:
            text = value.decode('utf-8', 'replace') if isinstance(value, bytes) else str(value)
            environment[name] = text.replace('\0', '')
    return environment


def work(consumer, settings, stop):
    """Runs the command on the message; gives the action."""
    message = consumer.message
    about = {'queue': settings.queue, 'message_id': message.properties.message_id,
             'delivery_count': (message.properties.headers or {}).get('x-delivery-count', 0)}
    log('taken', bytes=len(message.body), **about)
    if stop:
        return 'requeue'
    try:
        child = Child(settings.command, message)
    except (OSError, ValueError) as error:
        log('not-started', error=describe(error), **about)
        return settings.table['other']
    try:
        code, reason = watch(consumer, child, message.taken, settings, stop)
    except BrokerLost:
        child.end(min(settings.grace, 5))  # the message is on its way to another worker
        raise
    action = action_of(code, reason, settings.table)
    log('ended', code=code, reason=reason, action=action, seconds=round(time.monotonic() - message.taken, 1), **about)
    return action


def action_of(code, reason, table):
    """What the end of the command means for the message."""
    said = table.get(str(code))
    if reason == 'terminated':  # it may have been done at that moment; any other outcome is for the next worker to find
        return 'ack' if said == 'ack' else 'requeue'
    return table['other'] if reason == 'deadline' or said is None else said


def watch(consumer, child, taken, settings, stop):
    """Waits for the end of the command; gives its code and why it ended: exit, deadline or terminated."""
    reason, kill_at = 'exit', None
    while True:
        consumer.step()
        code = child.ended()
        if code is not None:
            return code, reason
        now = time.monotonic()
        if kill_at is None and stop:
            reason = 'terminated'
        elif kill_at is None and settings.deadline and now - taken >= settings.deadline:
            reason = 'deadline'
        elif kill_at is None or now < kill_at:
            continue
        if kill_at is None:
            log('terminating', reason=reason)
            child.signal(signal.SIGTERM)
            kill_at = now + settings.grace
        else:
            child.signal(signal.SIGKILL)


def serve(settings, stop):
    consumer = connect(settings, stop)
    if consumer is None:
        log('stopped', reason='terminated without a message')
        return EX_OK
    since = time.monotonic()
    while consumer.message is None:
        consumer.step()
        idle = settings.idle and time.monotonic() - since >= settings.idle
        if consumer.message is None and (stop or idle):
            consumer.leave()
            log('stopped', reason='terminated without a message' if stop else 'no message within the idle timeout')
            return EX_OK
    action = work(consumer, settings, stop)
    consumer.settle(action, patience=settings.rest if stop else SETTLE_SECONDS)
    return EXIT_OF_ACTION[action]


def main(arguments, environment):
    logging.getLogger('pika').setLevel(logging.CRITICAL)  # we tell what matters, in our form
    settings, problems = read_settings(arguments, environment)
    for problem in problems:
        log('bad-configuration', problem=problem)
    if problems:
        return EX_USAGE
    stop = []  # holds the signals that asked us to end
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stop.append(received))
    try:
        return serve(settings, stop)
    except BrokerLost as error:
        log('broker-lost', error=str(error))
        return EX_TEMPFAIL  # without a polite close, which a broken queue may never answer


if __name__ == '__main__':
    sys.exit(main(sys.argv, os.environ))
