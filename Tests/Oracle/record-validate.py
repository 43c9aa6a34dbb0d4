"""Asks workers of the real Kafka Connect what it says to configurations, and how it defines its classes.

usage: record-validate.py OUTPUT-DIRECTORY BROKER, with KAFKA_CONNECT_CLASSPATH set; see record-validate.sh

Writes validate.json (what PUT /connector-plugins/{name}/config/validate answers), definitions.json (what
GET /connector-plugins/{name}/config answers for every class) and plugins.json (GET /connector-plugins). Documentation is
left out: ours is in our own words. Entries that several answers share are written once.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

SOURCE = {"name": "s", "connector.class": "FileStreamSource", "file": "/data/in.txt", "topic": "t"}
SINK = {"name": "k", "connector.class": "FileStreamSink", "file": "/data/out.txt", "topics": "t"}
T = "org.apache.kafka.connect.transforms."
P = T + "predicates."
C = "org.apache.kafka.connect.converters."
JSON = "org.apache.kafka.connect.json.JsonConverter"
STRING = "org.apache.kafka.connect.storage.StringConverter"


def source(**changes):
    return with_changes(SOURCE, changes)


def with_changes(base, changes):
    config = dict(base)
    for key, value in changes.items():
        if value is Ellipsis:
            config.pop(key, None)
        else:
            config[key] = value
    return config


def cases():
    """Pairs of a connector's name in the URL and a configuration."""
    s = lambda changes={}: ("FileStreamSource", with_changes(SOURCE, changes))
    k = lambda changes={}: ("FileStreamSink", with_changes(SINK, changes))
    no = ...
    yield from [
        # The connector's own keys, and those of every connector.
        s(), k(), s({"name": no}), s({"topic": no}), s({"topic": ""}), s({"topic": None}), s({"batch.size": "x"}), s({"batch.size": "0"}),
        s({"batch.size": " 7 "}), s({"file": ""}), s({"file": None}), s({"unknown.key": "1"}), s({"name": ""}), s({"name": "a\tb"}), s({"name": None}),
        ("FileStreamSource", {}), ("FileStreamSource", {"name": "a"}), ("FileStreamSource", {"connector.class": "FileStreamSource"}),
        ("FileStreamSourceConnector", SOURCE), ("org.apache.kafka.connect.file.FileStreamSourceConnector", SOURCE),
        ("FileStreamSource", with_changes(SOURCE, {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector"})),
        ("FileStreamSink", SOURCE), ("Source", SOURCE), ("NoSuch", SOURCE), ("NoSuch", with_changes(SOURCE, {"connector.class": "NoSuch"})),
        s({"connector.class": None}), s({"connector.class": ""}),
        s({"tasks.max": "0"}), s({"tasks.max": "x"}), s({"tasks.max": ""}), s({"tasks.max": None}), s({"tasks.max": "2147483648"}),
        s({"tasks.max.enforce": "yes"}), s({"config.action.reload": "sometimes"}), s({"config.action.reload": "RESTART"}),
        s({"errors.tolerance": "some"}), s({"errors.tolerance": "ALL"}), s({"errors.retry.timeout": "-1"}), s({"errors.retry.timeout": "1s"}),
        s({"errors.log.enable": "on", "errors.log.include.messages": "maybe"}),
        s({"exactly.once.support": "always"}), s({"exactly.once.support": "REQUIRED"}), s({"exactly.once.support": "requested"}),
        s({"transaction.boundary": "never"}), s({"transaction.boundary": "interval", "transaction.boundary.interval.ms": "0"}),
        s({"transaction.boundary.interval.ms": "100"}), s({"offsets.storage.topic": ""}), s({"offsets.storage.topic": "o"}),
        s({"topic.creation.groups": "a,a"}), s({"topic.creation.groups": "a,,b"}),
        s({"topic.creation.default.replication.factor": "1", "topic.creation.default.partitions": "1"}),
        s({"topic.creation.groups": "g", "topic.creation.default.replication.factor": "1", "topic.creation.default.partitions": "0", "topic.creation.g.include": "["}),
        s({"connector.plugin.version": "4.3.0"}), s({"connector.plugin.version": "[4.0,5.0)"}), s({"connector.plugin.version": "1.0"}), s({"connector.plugin.version": "x"}),
        # Sinks.
        k({"topics": no}), k({"topics": ""}), k({"topics.regex": "a.*"}), k({"topics": no, "topics.regex": "a.*"}), k({"topics": no, "topics.regex": "a("}),
        k({"topics": "a,a"}), k({"topics": "a,,b"}), k({"errors.deadletterqueue.topic.name": "t"}), k({"errors.deadletterqueue.topic.name": "d"}),
        k({"topics": no, "topics.regex": "d.*", "errors.deadletterqueue.topic.name": "dlq"}),
        k({"errors.deadletterqueue.topic.replication.factor": "x"}), k({"errors.deadletterqueue.context.headers.enable": "1"}),
        # Transformations and predicates.
        s({"transforms": "a"}), s({"transforms": "a,a", "transforms.a.type": T + "Filter"}), s({"transforms": ","}), s({"transforms": "a,", "transforms.a.type": T + "Filter"}),
        s({"transforms": ""}), s({"transforms": None}), s({"predicates": None}), s({"predicates": "p,p"}), s({"predicates": "p"}),
        s({"transforms": "a", "transforms.a.type": "no.such.Class"}), s({"transforms": "a", "transforms.a.type": ""}), s({"transforms": "a", "transforms.a.type": None}),
        s({"transforms": "a", "transforms.a.type": "Filter"}), s({"transforms": "a", "transforms.a.type": "InsertField$Value", "transforms.a.topic.field": "t"}),
        s({"transforms": "a", "transforms.a.type": T + "InsertField"}), s({"transforms": "a", "transforms.a.type": T + "HoistField"}),
        s({"transforms": "a", "transforms.a.type": P + "RecordIsTombstone"}), s({"transforms": "a", "transforms.a.type": STRING}),
        s({"transforms": "a", "transforms.a.type": "java.lang.String"}),
        s({"transforms": "a", "transforms.a.type": T + "HoistField$Value"}), s({"transforms": "a", "transforms.a.type": T + "HoistField$Value", "transforms.a.field": "f"}),
        s({"transforms": "a b", "transforms.a b.type": T + "Filter"}), s({"transforms": "a.b", "transforms.a.b.type": T + "Filter"}),
        s({"transforms": "a,b", "transforms.a.type": T + "HoistField$Key", "transforms.a.field": "f", "transforms.b.type": T + "Cast$Value", "transforms.b.spec": "int8"}),
        s({"transforms": "a,a.type", "transforms.a.type": T + "Filter", "transforms.a.type.type": T + "Filter"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": "p"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": "p", "predicates": "p", "predicates.p.type": P + "RecordIsTombstone"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": "p", "transforms.a.negate": "true", "predicates": "p", "predicates.p.type": P + "RecordIsTombstone"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": "q", "predicates": "p", "predicates.p.type": P + "RecordIsTombstone"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.negate": "true"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.negate": "not"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": "p", "transforms.a.negate": "not", "predicates": "p", "predicates.p.type": P + "RecordIsTombstone"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.predicate": ""}),
        s({"predicates": "p", "predicates.p.type": T + "Filter"}), s({"predicates": "p", "predicates.p.type": "no.such.Predicate"}),
        s({"predicates": "p", "predicates.p.type": P + "HasHeaderKey"}), s({"predicates": "p", "predicates.p.type": P + "HasHeaderKey", "predicates.p.name": ""}),
        s({"predicates": "p", "predicates.p.type": P + "TopicNameMatches", "predicates.p.pattern": ""}),
        s({"predicates": "p", "predicates.p.type": P + "TopicNameMatches", "predicates.p.pattern": "a.*"}),
        s({"predicates": "p,q", "predicates.p.type": P + "RecordIsTombstone", "predicates.q.type": "RecordIsTombstone"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.plugin.version": "4.3.0"}),
        s({"transforms": "a", "transforms.a.type": T + "Filter", "transforms.a.plugin.version": "1.0"}),
        s({"predicates": "p", "predicates.p.type": P + "RecordIsTombstone", "predicates.p.plugin.version": "1.0"}),
        # Values of each transformation.
        s({"transforms": "a", "transforms.a.type": T + "Cast$Value", "transforms.a.spec": "a:int8,b"}), s({"transforms": "a", "transforms.a.type": T + "Cast$Value", "transforms.a.spec": "a:bool"}),
        s({"transforms": "a", "transforms.a.type": T + "Cast$Value", "transforms.a.spec": ""}), s({"transforms": "a", "transforms.a.type": T + "Cast$Key", "transforms.a.spec": "a:int8", "transforms.a.replace.null.with.default": "x"}),
        s({"transforms": "a", "transforms.a.type": T + "DropHeaders"}), s({"transforms": "a", "transforms.a.type": T + "DropHeaders", "transforms.a.headers": ""}),
        s({"transforms": "a", "transforms.a.type": T + "ExtractField$Value"}), s({"transforms": "a", "transforms.a.type": T + "ExtractField$Value", "transforms.a.field": "f", "transforms.a.field.syntax.version": "V3"}),
        s({"transforms": "a", "transforms.a.type": T + "ExtractField$Key", "transforms.a.field": "f", "transforms.a.field.syntax.version": "v2"}),
        s({"transforms": "a", "transforms.a.type": T + "Flatten$Value"}), s({"transforms": "a", "transforms.a.type": T + "Flatten$Value", "transforms.a.delimiter": ""}),
        s({"transforms": "a", "transforms.a.type": T + "HeaderFrom$Value"}),
        s({"transforms": "a", "transforms.a.type": T + "HeaderFrom$Value", "transforms.a.fields": "a,b", "transforms.a.headers": "c", "transforms.a.operation": "steal"}),
        s({"transforms": "a", "transforms.a.type": T + "HeaderFrom$Key", "transforms.a.fields": "", "transforms.a.headers": "", "transforms.a.operation": "copy"}),
        s({"transforms": "a", "transforms.a.type": T + "InsertField$Key"}), s({"transforms": "a", "transforms.a.type": T + "InsertField$Value", "transforms.a.static.field": "f"}),
        s({"transforms": "a", "transforms.a.type": T + "InsertHeader"}), s({"transforms": "a", "transforms.a.type": T + "InsertHeader", "transforms.a.header": "h", "transforms.a.value.literal": ""}),
        s({"transforms": "a", "transforms.a.type": T + "MaskField$Value"}), s({"transforms": "a", "transforms.a.type": T + "MaskField$Value", "transforms.a.fields": "a", "transforms.a.replacement": ""}),
        s({"transforms": "a", "transforms.a.type": T + "RegexRouter"}), s({"transforms": "a", "transforms.a.type": T + "RegexRouter", "transforms.a.regex": "a(", "transforms.a.replacement": "$1"}),
        s({"transforms": "a", "transforms.a.type": T + "RegexRouter", "transforms.a.regex": "a(.*)", "transforms.a.replacement": "$1"}),
        s({"transforms": "a", "transforms.a.type": T + "ReplaceField$Value"}), s({"transforms": "a", "transforms.a.type": T + "ReplaceField$Value", "transforms.a.renames": "a:b:c"}),
        s({"transforms": "a", "transforms.a.type": T + "ReplaceField$Key", "transforms.a.exclude": "a", "transforms.a.renames": "a:"}),
        s({"transforms": "a", "transforms.a.type": T + "SetSchemaMetadata$Value", "transforms.a.schema.version": "one"}),
        s({"transforms": "a", "transforms.a.type": T + "TimestampConverter$Value"}),
        s({"transforms": "a", "transforms.a.type": T + "TimestampConverter$Value", "transforms.a.target.type": "time", "transforms.a.unix.precision": "hours"}),
        s({"transforms": "a", "transforms.a.type": T + "TimestampConverter$Key", "transforms.a.target.type": "string"}),
        s({"transforms": "a", "transforms.a.type": T + "TimestampRouter"}), s({"transforms": "a", "transforms.a.type": T + "TimestampRouter", "transforms.a.timestamp.format": "bad!b"}),
        s({"transforms": "a", "transforms.a.type": T + "ValueToKey"}), s({"transforms": "a", "transforms.a.type": T + "ValueToKey", "transforms.a.fields": "a,a"}),
        # Converters.
        s({"key.converter": "no.such.Converter"}), s({"value.converter": T + "Filter"}), s({"header.converter": "no.such.Converter"}), s({"key.converter": ""}), s({"key.converter": None}),
        s({"key.converter": JSON}), s({"key.converter": JSON, "key.converter.schemas.enable": "maybe"}), s({"key.converter": JSON, "key.converter.schemas.cache.size": "-1", "key.converter.decimal.format": "hex"}),
        s({"value.converter": JSON, "value.converter.schemas.enable": "false", "value.converter.unknown": "x"}),
        s({"key.converter.schemas.enable": "maybe"}), s({"value.converter": STRING}), s({"value.converter": STRING, "value.converter.converter.encoding": "no-such"}),
        s({"value.converter": STRING, "value.converter.converter.type": "neither"}), s({"header.converter": STRING}), s({"header.converter": "org.apache.kafka.connect.storage.SimpleHeaderConverter"}),
        s({"header.converter": JSON, "header.converter.schemas.enable": "1"}), s({"key.converter": "JsonConverter"}), s({"key.converter": "Json"}), s({"header.converter": "Simple"}),
        s({"key.converter": C + "LongConverter"}), s({"value.converter": C + "ByteArrayConverter", "header.converter": C + "ShortConverter"}),
        k({"key.converter": C + "DoubleConverter", "value.converter": C + "FloatConverter", "header.converter": C + "BooleanConverter"}), k({"key.converter": C + "IntegerConverter"}),
        s({"value.converter": "org.apache.kafka.connect.storage.SimpleHeaderConverter"}), s({"key.converter": "org.apache.kafka.connect.storage.Converter"}),
        s({"key.converter": JSON, "key.converter.plugin.version": "4.3.0"}), s({"key.converter": JSON, "key.converter.plugin.version": "1.0"}), s({"key.converter.plugin.version": "1.0"}),
        # Overrides of client settings.
        s({"producer.override.acks": "1"}), s({"producer.override.linger.ms": "x"}), s({"producer.override.linger.ms": "5", "producer.override.compression.type": "zstd"}),
        s({"producer.override.sasl.jaas.config": "secret!", "producer.override.security.protocol": "SASL_SSL"}), s({"producer.override.unknown.setting": "1"}),
        s({"consumer.override.max.poll.records": "7"}), s({"admin.override.retries": "7"}), s({"producer.override.": "x"}),
        s({"admin.override.retries": "7", "topic.creation.default.replication.factor": "1", "topic.creation.default.partitions": "1"}),
        k({"consumer.override.max.poll.records": "7", "consumer.override.auto.offset.reset": "latest"}), k({"producer.override.acks": "1"}), k({"consumer.override.max.poll.records": "many"}),
        k({"producer.override.acks": "1", "admin.override.retries": "2", "consumer.override.client.id": "c", "errors.deadletterqueue.topic.name": "d"}),
        k({"consumer.override.ssl.keystore.password": "secret!", "consumer.override.sasl.mechanism": "PLAIN"}), k({"consumer.override.isolation.level": None}),
        # Variables of config providers.
        s({"file": "${file:@DIR@/values.properties:file}"}), s({"topic": "${file:@DIR@/values.properties:missing}"}), s({"topic": "${nobody:a:b}"}),
        s({"tasks.max": "${file:@DIR@/values.properties:bad.number}"}), s({"tasks.max": "${file:@DIR@/values.properties:number}"}),
        s({"topic": "a-${file:@DIR@/values.properties:file}-${file:@DIR@/values.properties:number}-z"}), s({"topic": "${file:@DIR@/values.properties:nested}"}),
        s({"topic": "${file:@DIR@/no-such.properties:x}"}), s({"topic": "${dir:@DIR@/values:line}"}), s({"topic": "${dir:@DIR@/none:line}"}), s({"topic": "${env:MILLRACE_ORACLE}"}), s({"topic": "${env:path:MILLRACE_ORACLE}"}),
        s({"topic": "${env:PATH}"}), s({"topic": "${file:@DIR@/values.properties}"}), s({"topic": "${file:relative:x}"}), s({"topic": "${file::x}"}), s({"topic": "${closed:/etc/hostname:x}"}),
        s({"topic": "${closed:@DIR@/values/../values.properties:number}"}), s({"topic": "${closed:@DIR@/values/../../values.properties:number}"}),
        s({"topic": "${file:@DIR@/values.properties:class}"}), s({"connector.class": "${file:@DIR@/values.properties:class}"}),
        s({"transforms": "a", "transforms.a.type": T + "HoistField$Value", "transforms.a.field": "${file:@DIR@/values.properties:file}"}),
    ]


class Worker:
    def __init__(self, directory, broker, name, settings):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        file = os.path.join(directory, name + ".properties")
        settings = {
            "bootstrap.servers": broker, "listeners": self.url, "plugin.discovery": "service_load", "key.converter": STRING, "value.converter": JSON,
            "offset.storage.file.filename": os.path.join(directory, name + ".offsets"), **settings}
        with open(file, "w") as out:
            out.writelines(f"{key}={value}\n" for key, value in settings.items())
        self.process = subprocess.Popen(
            ["java", "-Xmx512m", "-Dlog4j2.level=OFF", "-cp", os.environ["KAFKA_CONNECT_CLASSPATH"], "org.apache.kafka.connect.cli.ConnectStandalone", file],
            cwd=directory, env={**os.environ, "MILLRACE_ORACLE": "from-env"}, stdout=open(os.path.join(directory, name + ".log"), "w"), stderr=subprocess.STDOUT)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(open(os.path.join(directory, name + ".log")).read()[-4000:])
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit("the worker did not start")

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def without_documentation(key):
    return key and {name: value for name, value in key.items() if name != "documentation"}


def main(output, broker):
    directory = tempfile.mkdtemp(prefix="validate-oracle-")
    os.mkdir(os.path.join(directory, "values"))
    with open(os.path.join(directory, "values", "line"), "w") as out:
        out.write("from-directory")
    with open(os.path.join(directory, "values.properties"), "w") as out:
        out.write("file=from-file\nnumber=3\nbad.number=not-a-number\nnested=${file:x:y}\nclass=FileStreamSource\n")
    providers = {
        "config.providers": "file,dir,env,closed",
        "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
        "config.providers.closed.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
        "config.providers.closed.param.allowed.paths": directory,
        "config.providers.dir.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
        "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
        "config.providers.env.param.allowlist.pattern": "MILLRACE_.*"}
    workers = []
    entries, answers = [], []
    positions = {}

    def position(entry):
        text = json.dumps(entry, sort_keys=True)
        if text not in positions:
            positions[text] = len(entries)
            entries.append(entry)
        return positions[text]

    def record(worker, policy, plugin, config):
        sent = json.loads(json.dumps(config).replace("@DIR@", directory))
        status, body = worker.ask("PUT", f"/connector-plugins/{urllib.parse.quote(plugin)}/config/validate", sent)
        answer = {"policy": policy, "plugin": plugin, "config": config, "status": status}
        body = json.loads(body.replace(directory, "@DIR@"))
        if status == 200:
            body["configs"] = [
                position({"definition": without_documentation(entry["definition"]), "value": entry["value"]}) for entry in body["configs"]]
        answers.append({**answer, **body})

    try:
        every = Worker(directory, broker, "all", {"connector.client.config.override.policy": "All", **providers})
        workers.append(every)
        for plugin, config in cases():
            record(every, "All", plugin, config)
        plugins = json.loads(every.ask("GET", "/connector-plugins?connectorsOnly=false")[1])
        definitions = {}
        for plugin in plugins:
            status, body = every.ask("GET", "/connector-plugins/" + urllib.parse.quote(plugin["class"], safe="") + "/config")
            assert status == 200, (plugin, body)
            definitions[plugin["class"]] = [without_documentation(key) for key in json.loads(body)]
        every.process.kill()
        principal = Worker(directory, broker, "principal", {"connector.client.config.override.policy": "Principal"})
        workers.append(principal)
        for plugin, config in cases():
            if any(".override." in key for key in config):
                record(principal, "Principal", plugin, config)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.wait()
        shutil.rmtree(directory)

    def write(name, value):
        with open(os.path.join(output, name), "w") as out:
            out.write(value + "\n")

    def lines(values):
        return "[\n" + ",\n".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n]"

    write("validate.json", '{"entries": ' + lines(entries) + ',\n"answers": ' + lines(answers) + "}")
    write("definitions.json", "{\n" + ",\n".join(f"{json.dumps(name)}: {lines(keys)}" for name, keys in definitions.items()) + "\n}")
    write("plugins.json", lines(plugins))


main(*sys.argv[1:])
